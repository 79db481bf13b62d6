package io.caregate.portal.registration;

import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.RequestRule;
import io.caregate.portal.store.HourlyQuota;
import java.time.Duration;
import java.util.Optional;

/**
 * What the operator's options permit. A client or a change that is permitted takes effect at once in
 * {@link RegistrationMode#SELF_SERVICE}, and is requested of an approver in {@link RegistrationMode#APPROVAL}.
 *
 * @param mode how a developer gets a client
 * @param mostClients how many clients a developer may own, requests for new ones included
 * @param mostAnHour how many clients or changes a developer may create or request in an hour
 */
record RegistrationRule(RegistrationMode mode, int mostClients, int mostAnHour) {

    /** The reason why a user may not register a new client; empty if they may. */
    Optional<ProblemType> newClient(boolean developer) {
        return developer ? RequestRule.closed(mode) : Optional.of(ProblemType.ROLE_MISSING);
    }

    /** The mode of a new client. A role is never given without an approver, so one that asks for it is requested. */
    RegistrationMode modeOfCreation(boolean wantsRole) {
        return wantsRole && mode == RegistrationMode.SELF_SERVICE ? RegistrationMode.APPROVAL : mode;
    }

    /** The mode of a change. One that reaches no further takes effect at once, whatever the mode. */
    RegistrationMode modeOfChange(boolean reachesFurther, boolean wantsRole) {
        return reachesFurther ? modeOfCreation(wantsRole) : RegistrationMode.SELF_SERVICE;
    }

    /**
     * Counts a client that is about to be created or requested.
     *
     * @param used how many clients the developer has now, requests for new ones included
     * @throws ProblemException if it exceeds one of the limits; then it is not counted
     */
    void countClient(HourlyQuota quota, int used, long now) {
        if (used >= mostClients) {
            throw ProblemException.of(ProblemType.LIMIT_REACHED);
        }
        countChange(quota, now);
    }

    /**
     * Counts a requested change.
     *
     * @throws ProblemException if it exceeds the limit for this hour, with the time to wait; then it is not counted
     */
    void countChange(HourlyQuota quota, long now) {
        if (!quota.count(now, mostAnHour)) {
            throw ProblemException.tooMany(Duration.ofMillis(quota.left(now)));
        }
    }
}

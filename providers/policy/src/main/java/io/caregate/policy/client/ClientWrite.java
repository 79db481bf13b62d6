package io.caregate.policy.client;

import java.util.ArrayList;
import java.util.List;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;

/**
 * The moment of a client's write at which Keycloak asks the policy manager.
 *
 * @param event whether a client is created, changed, or either of them is done
 * @param byAdministrator whether an administrator writes it; every other write is a registration: by RFC 7591, by a
 *     metadata document, or by what Keycloak adds to them
 * @param hasClient whether Keycloak has found, or made, the client
 */
record ClientWrite(ClientPolicyEvent event, boolean byAdministrator, boolean hasClient) {

    /** What is to be done. */
    enum Step {
        /** Refuses what cannot be stored as it is proposed. */
        CHECK_PROPOSED,
        /** Records the stored client. */
        RECORD_STORED,
        /** Refuses settings that a registrant may not decide. */
        CHECK_REGISTRANT,
        /** Records what an administrator has decided. */
        RECORD_DECISIONS,
        /** Sets what an administrator has not decided. */
        SET_DEFAULTS,
        /**
         * Refuses the client as it is now: the second version of the Admin API stores clients without the event that
         * the guard listens to.
         */
        CHECK_MODEL
    }

    /** What is to be done at this moment, in this order. */
    List<Step> steps() {
        return switch (event) {
            case REGISTER, UPDATE -> before();
            case REGISTERED, UPDATED ->
                hasClient
                        ? List.of(byAdministrator ? Step.RECORD_DECISIONS : Step.SET_DEFAULTS, Step.CHECK_MODEL)
                        : List.of();
            default -> List.of();
        };
    }

    private List<Step> before() {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.CHECK_PROPOSED);
        if (hasClient) {
            steps.add(Step.RECORD_STORED);
        }
        if (!byAdministrator) {
            steps.add(Step.CHECK_REGISTRANT);
        }
        return steps;
    }
}

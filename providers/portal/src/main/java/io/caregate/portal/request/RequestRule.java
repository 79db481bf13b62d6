package io.caregate.portal.request;

import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.store.StoredRequest;
import java.util.Optional;

/**
 * Who may end a request, until when, and in which mode: the requester withdraws it, and only another person decides on
 * it.
 */
public final class RequestRule {
    private RequestRule() {}

    /**
     * The reason why it may not be accepted or declined; empty if it may.
     *
     * @param requester the person behind the user who has made it: the owner of a service account's client
     * @param decider the person behind the user who decides
     */
    static Optional<ProblemType> decide(StoredRequest request, String requester, String decider) {
        return requester.equals(decider) ? Optional.of(ProblemType.OWN_REQUEST) : pending(request);
    }

    /** The reason why nothing can be registered or accepted in this mode; empty if something can. */
    public static Optional<ProblemType> closed(RegistrationMode mode) {
        return mode == RegistrationMode.ADMIN_ONLY ? Optional.of(ProblemType.REGISTRATION_CLOSED) : Optional.empty();
    }

    /** The reason why this user may not withdraw it; empty if they may. Others' requests do not exist for them. */
    static Optional<ProblemType> withdraw(StoredRequest request, String user) {
        return isBy(user, request) ? pending(request) : Optional.of(ProblemType.NOT_FOUND);
    }

    /** Whether the user has made it. */
    static boolean isBy(String user, StoredRequest request) {
        return request.requesterId().equals(user);
    }

    private static Optional<ProblemType> pending(StoredRequest request) {
        return request.isPending() ? Optional.empty() : Optional.of(ProblemType.NOT_PENDING);
    }
}

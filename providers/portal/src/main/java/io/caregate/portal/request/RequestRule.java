package io.caregate.portal.request;

import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.store.StoredRequest;
import java.util.Optional;

/** Who may end a request, and until when: the requester withdraws it, and only another person decides on it. */
final class RequestRule {
    private RequestRule() {}

    /** The reason why this user may not accept or decline it; empty if they may. */
    static Optional<ProblemType> decide(StoredRequest request, String user) {
        return isBy(user, request) ? Optional.of(ProblemType.OWN_REQUEST) : pending(request);
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

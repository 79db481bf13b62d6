package io.caregate.portal.registration;

import io.caregate.portal.client.Authentication;
import io.caregate.portal.problem.ProblemType;
import java.util.Optional;

/** Which credentials a developer may get or replace: only those with which the client authenticates. */
final class CredentialRule {
    private CredentialRule() {}

    /** The reason why there is no new secret; empty if there is one. */
    static Optional<ProblemType> rotateSecret(Authentication authentication) {
        return authentication == Authentication.SECRET ? Optional.empty() : Optional.of(ProblemType.NO_SECRET);
    }

    /** The reason why keys cannot be replaced; empty if they can. */
    static Optional<ProblemType> replaceKeys(Authentication authentication) {
        return authentication == Authentication.KEYS ? Optional.empty() : Optional.of(ProblemType.NO_KEYS);
    }

    /**
     * The reason why the secret of an accepted client is not shown; empty if it is.
     *
     * @param waits whether the client has been created with a secret that no one has seen
     */
    static Optional<ProblemType> collectSecret(boolean waits, Authentication authentication) {
        return waits
                ? Optional.empty()
                : Optional.of(rotateSecret(authentication).orElse(ProblemType.SECRET_COLLECTED));
    }
}

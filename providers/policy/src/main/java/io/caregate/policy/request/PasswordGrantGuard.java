package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;

/** Whether there is a password grant (RFC 6749 section 4.3). */
final class PasswordGrantGuard {
    private final PolicyOptions options;

    PasswordGrantGuard(PolicyOptions options) {
        this.options = options;
    }

    /** Whether the grant is served to anyone. */
    boolean isServed() {
        return !options.enforces(RuleId.NO_PASSWORD_GRANT);
    }

    /** The refusal of a request by a client, or by none if it names none. */
    static Refusal refusal(@Nullable String clientId) {
        return Refusal.by(
                        RuleId.NO_PASSWORD_GRANT,
                        EnforcementPoint.PASSWORD_GRANT,
                        EventType.LOGIN,
                        OAuthErrorException.UNSUPPORTED_GRANT_TYPE,
                        "The password grant is not served; use the code flow, or client credentials for a backend")
                .ofClient(clientId)
                .about(Details.GRANT_TYPE, OAuth2Constants.PASSWORD);
    }
}

package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * Refuses signed authorization answers (JARM, response modes that end in {@code jwt}) to the own client of a protected
 * API. Their audience is the client (JARM section 2.1), they pass through the browser of anyone who asks, and an API
 * could accept one as an access token. The same client may ask for its answer unsigned.
 *
 * @param roles the guard of the realm
 */
record JarmGuard(RoleGuard roles) {

    private static final String SIGNED = "jwt";

    /** Whether the answer in a response mode is signed. */
    static boolean isSigned(@Nullable String mode) {
        return mode != null && mode.endsWith(SIGNED);
    }

    /** Why the client gets no {@link #isSigned signed} answer in a response mode. */
    Optional<Refusal> refusal(String clientId, @Nullable String mode) {
        return roles.protectedAmong(List.of(clientId)).isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.by(
                                RuleId.REQUIRED_ROLE,
                                EnforcementPoint.AUTHORIZATION,
                                EventType.LOGIN,
                                OAuthErrorException.INVALID_REQUEST,
                                "A protected API's own client gets no signed authorization answers; ask for another"
                                        + " response_mode, or use a client of its own for signing in")
                        .about(OIDCLoginProtocol.RESPONSE_MODE_PARAM, mode)
                        .ofClient(clientId));
    }
}

package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;

/**
 * Refuses a token of Keycloak's Docker registry protocol whose audience, which is its client, names a protected API. No
 * guard checks that token, and no rule limits its lifespan.
 *
 * @param roles the guard of the realm
 */
record DockerTokenGuard(RoleGuard roles) {

    /** Why the client gets no token. */
    Optional<Refusal> refusal(String clientId, String userId) {
        return roles.protectedAmong(List.of(clientId)).isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.by(
                                RuleId.REQUIRED_ROLE,
                                EnforcementPoint.LOGIN,
                                EventType.LOGIN,
                                OAuthErrorException.ACCESS_DENIED,
                                "The client of a Docker registry cannot be a protected API")
                        .about("audience", clientId)
                        .ofClient(clientId)
                        .ofUser(userId));
    }
}

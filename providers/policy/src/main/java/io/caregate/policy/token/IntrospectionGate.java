package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.RefusalRecorder;
import io.caregate.policy.rule.RuleId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;

/**
 * Whether introspection (RFC 7662) may still call a token active. A token for a protected API is not when its subject
 * no longer holds the role.
 */
public final class IntrospectionGate {

    private final RoleGate roles;

    public IntrospectionGate(PolicyOptions options) {
        this.roles = new RoleGate(options);
    }

    /**
     * Whether the subject may still use the token; if not, the endpoint's own event is sent as an error.
     *
     * @param stored the token as it was presented
     * @param introspected the token as introspection would show it, with audiences that mappers add only there
     */
    public boolean admits(
            RealmModel realm,
            AccessToken stored,
            @Nullable AccessToken introspected,
            @Nullable UserModel subject,
            EventBuilder event) {
        if (introspected != null && roles.governs(realm)) {
            ReservedClaims.removeForged(introspected);
        }
        Optional<Denial> denial = roles.denial(realm, stored.getAudience(), subject)
                .or(() -> introspected == null
                        ? Optional.empty()
                        : roles.denial(realm, introspected.getAudience(), subject));
        denial.ifPresent(why -> {
            event.detail(RefusalRecorder.RULE_DETAIL, RuleId.REQUIRED_ROLE.id())
                    .detail(Details.REASON, why.reason())
                    .error(OAuthErrorException.ACCESS_DENIED);
            RefusalRecorder.count(realm, RuleId.REQUIRED_ROLE);
        });
        return denial.isEmpty();
    }
}

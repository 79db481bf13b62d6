package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Hook;
import io.caregate.policy.refusal.Refusal;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
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
     * Whether the subject may still use the token; if not, the error event is raised by now.
     *
     * @param stored the token as it was presented
     * @param introspected the token as introspection would show it, with audiences that mappers add only there
     */
    public boolean admits(
            KeycloakSession session,
            AccessToken stored,
            @Nullable AccessToken introspected,
            @Nullable UserModel subject) {
        RealmModel realm = session.getContext().getRealm();
        if (introspected != null && roles.enforced()) {
            ReservedClaims.removeForged(introspected);
        }
        Optional<Denial> denial = roles.denial(realm, audiences(stored, introspected), subject);
        return denial.isEmpty() || !roles.refuses(session, realm, refusal(session, denial.get(), subject));
    }

    private static String[] audiences(AccessToken stored, @Nullable AccessToken introspected) {
        String[] first = audiences(stored);
        String[] second = introspected == null ? new String[0] : audiences(introspected);
        // Nearly always.
        if (second.length == 0 || Arrays.equals(first, second)) {
            return first;
        }
        String[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String[] audiences(AccessToken token) {
        String[] audiences = token.getAudience();
        return audiences == null ? new String[0] : audiences;
    }

    private static Refusal refusal(KeycloakSession session, Denial denial, @Nullable UserModel subject) {
        ClientModel asking = session.getContext().getClient();
        return denial.refusal(Hook.INTROSPECTION, EventType.INTROSPECT_TOKEN)
                .ofClient(asking == null ? null : asking.getClientId())
                .ofUser(subject == null ? null : subject.getId());
    }
}

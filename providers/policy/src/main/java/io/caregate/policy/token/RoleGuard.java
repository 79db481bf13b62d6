package io.caregate.policy.token;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * Decides whether a subject may have a token with these audiences. It asks the user model, which answers for direct,
 * group and composite roles as they are at that moment on every node. A role that does not exist admits nobody.
 */
final class RoleGuard {

    private static final ServerLog LOG = ServerLog.of(RoleGuard.class);

    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final ProtectedApis apis;

    RoleGuard(PolicyOptions options) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.apis = new ProtectedApis(options);
    }

    /** Whether the rule refuses; if not, tokens stay as Keycloak makes them. */
    boolean enforced() {
        return options.enforces(RuleId.REQUIRED_ROLE);
    }

    /** Whether the denial must be carried out, after its event; see {@link Enforcement#refuses}. */
    boolean refuses(KeycloakSession session, RealmModel realm, Refusal refusal) {
        return enforcement.refuses(session, realm, refusal);
    }

    /** Why the subject may not; empty if it may, or if no audience is a protected API. */
    Optional<Denial> denial(
            KeycloakSession session, RealmModel realm, String @Nullable [] audiences, @Nullable UserModel subject) {
        return denial(realm, protectedAmong(session, realm, audiences), subject);
    }

    List<ProtectedApi> protectedAmong(KeycloakSession session, RealmModel realm, String @Nullable [] audiences) {
        return options.governs(realm) ? apis.among(session, realm, audiences) : List.of();
    }

    Optional<Denial> denial(RealmModel realm, List<ProtectedApi> asked, @Nullable UserModel subject) {
        for (ProtectedApi api : asked) {
            for (RoleRequirement requirement : api.requirements()) {
                if (subject == null || !requirement.admits(role -> holds(realm, subject, role))) {
                    return Optional.of(new Denial(api.audience(), requirement.text()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holds(RealmModel realm, UserModel subject, RequiredRole required) {
        RoleModel role = find(realm, required);
        if (role == null) {
            LOG.warnf("realm=%s required role %s does not exist and admits nobody", realm.getName(), required);
            return false;
        }
        return subject.hasRole(role);
    }

    private static @Nullable RoleModel find(RealmModel realm, RequiredRole required) {
        if (required.clientId() == null) {
            return realm.getRole(required.name());
        }
        ClientModel client = realm.getClientByClientId(required.clientId());
        return client == null ? null : client.getRole(required.name());
    }
}

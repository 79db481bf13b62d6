package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Asks {@link RoleGuard} for the guards that still hold a session. */
final class RoleEnforcer {

    private final PolicyOptions options;

    RoleEnforcer(PolicyOptions options) {
        this.options = options;
    }

    private RoleGuard guard(KeycloakSession session, RealmModel realm) {
        return new RoleGuard(options, new ApiClientsReader(session, realm));
    }

    boolean enforced() {
        return options.enforces(RuleId.REQUIRED_ROLE);
    }

    boolean refuses(KeycloakSession session, RealmModel realm, Refusal refusal) {
        return new Enforcement(options).refuses(session, realm, refusal);
    }

    List<ProtectedApi> protectedAmong(KeycloakSession session, RealmModel realm, String @Nullable [] audiences) {
        return guard(session, realm).protectedAmong(audiences == null ? List.of() : Arrays.asList(audiences));
    }

    Optional<Denial> denial(
            KeycloakSession session, RealmModel realm, String @Nullable [] audiences, @Nullable UserModel subject) {
        return denial(realm, protectedAmong(session, realm, audiences), subject);
    }

    Optional<Denial> denial(RealmModel realm, List<ProtectedApi> asked, @Nullable UserModel subject) {
        return RoleGuard.denial(new Reach(List.of(), asked), SubjectReader.of(realm, subject));
    }
}

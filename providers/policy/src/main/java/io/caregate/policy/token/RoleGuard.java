package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.JsonWebToken;

/** Decides whether a subject may have a token with these audiences. A role that does not exist admits no one. */
final class RoleGuard {

    private final PolicyOptions options;
    private final ProtectedApis apis;

    /**
     * A guard of one realm.
     *
     * @param clients the clients of that realm, which is governed
     */
    RoleGuard(PolicyOptions options, ApiClients clients) {
        this.options = options;
        this.apis = new ProtectedApis(options.pinnedRoles(), clients);
    }

    /** Whether the rule refuses; if not, tokens stay as Keycloak makes them. */
    boolean enforced() {
        return options.enforces(RuleId.REQUIRED_ROLE);
    }

    /** Removes {@link ReservedClaims forged claims} from a token, where the rule is enforced. */
    void removeForged(JsonWebToken token) {
        if (enforced()) {
            ReservedClaims.removeForged(token);
        }
    }

    /** The APIs for which a token with these audiences is valid. */
    Reach reach(List<@Nullable String> audiences) {
        return new Reach(audiences, protectedAmong(audiences));
    }

    List<ProtectedApi> protectedAmong(Collection<@Nullable String> audiences) {
        return apis.among(audiences);
    }

    /** Why the subject may not have a token with these audiences; empty if no audience is a protected API. */
    Optional<Denial> denial(List<@Nullable String> audiences, @Nullable Subject subject) {
        return denial(reach(audiences), subject);
    }

    /** The same for a token with this reach. */
    static Optional<Denial> denial(Reach reach, @Nullable Subject subject) {
        for (ProtectedApi api : reach.apis()) {
            for (RoleRequirement requirement : api.requirements()) {
                if (subject == null || !requirement.admits(subject::holds)) {
                    return Optional.of(new Denial(api.audience(), requirement.text()));
                }
            }
        }
        return Optional.empty();
    }
}

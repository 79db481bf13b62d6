package io.caregate.policy.findings;

import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import java.time.Duration;
import java.util.Set;

/**
 * A protected API as the report sees it.
 *
 * @param name its audience, which is its client id
 * @param roles every role that its client or the operator requires
 * @param lifespan how long its access tokens may live
 * @param ownRoles the names of its client roles
 */
record ProtectedAudience(String name, Set<RequiredRole> roles, Duration lifespan, Set<String> ownRoles) {
    ProtectedAudience {
        roles = Set.copyOf(roles);
        ownRoles = Set.copyOf(ownRoles);
    }

    /** The users who do not get a token for it, as the rest of a sentence. */
    String excluded() {
        return roles.isEmpty() ? "nobody gets one" : "who does not hold " + rolesText() + " gets none";
    }

    String rolesText() {
        return new RoleRequirement(roles).text();
    }

    /** Whether users may have one of its client roles, which gives them no access. */
    boolean hasRoleThatDoesNotAdmit() {
        return ownRoles.stream().anyMatch(role -> !roles.contains(new RequiredRole(name, role)));
    }
}

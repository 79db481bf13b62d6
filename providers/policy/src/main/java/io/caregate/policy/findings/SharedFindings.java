package io.caregate.policy.findings;

import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.MissingRoles;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Findings that a realm and a client can both have, in the same words. */
final class SharedFindings {

    private SharedFindings() {}

    /** Required roles that do not exist. */
    static List<Assessment> missingRoles(
            RoleRequirement requirement,
            Predicate<RequiredRole> exists,
            String field,
            Function<RequiredRole, String> value) {
        List<Finding> missing = MissingRoles.check(requirement, exists, field, value);
        Impact impact = missing.size() == requirement.anyOf().size() ? Impact.REFUSED : Impact.CHANGED;
        return missing.stream().map(finding -> new Assessment(finding, impact)).toList();
    }

    /** A separate flow for the password grant. */
    static Assessment directGrantFlow(String field, String flow) {
        return Assessment.changed(
                RuleId.NO_PASSWORD_GRANT,
                field,
                flow,
                "the flow never runs: the password grant is not served",
                "nothing; move what the flow is for to the browser flow");
    }

    /** A lifespan that is longer than these APIs allow. */
    static Assessment cappedLifespan(String field, String value, Collection<ProtectedAudience> apis) {
        Duration least = apis.stream()
                .map(ProtectedAudience::lifespan)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        String names = apis.stream().map(ProtectedAudience::name).sorted().collect(Collectors.joining(", "));
        return Assessment.changed(
                RuleId.REQUIRED_ROLE,
                field,
                value,
                "access tokens for " + names + " are cut to " + least.toSeconds() + " seconds"
                        + (apis.size() > 1 ? " or what each of them allows" : ""),
                "nothing, if applications refresh in time; else set caregate.max-token-lifespan on the API");
    }
}

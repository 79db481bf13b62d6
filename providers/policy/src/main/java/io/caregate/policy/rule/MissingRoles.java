package io.caregate.policy.rule;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Required roles that do not exist. */
public final class MissingRoles {

    private MissingRoles() {}

    /**
     * A finding for each role that does not exist; if there are as many findings as roles, no one is admitted.
     *
     * @param exists says whether the realm has a role
     * @param field the location of the requirement
     * @param value the form of a role there
     */
    public static List<Finding> check(
            RoleRequirement requirement,
            Predicate<RequiredRole> exists,
            String field,
            Function<RequiredRole, String> value) {
        List<RequiredRole> missing =
                requirement.anyOf().stream().filter(role -> !exists.test(role)).toList();
        String others = missing.size() == requirement.anyOf().size() ? "; no other does" : "";
        return missing.stream()
                .map(role -> new Finding(
                        RuleId.REQUIRED_ROLE,
                        field,
                        value.apply(role),
                        "the role " + role + " does not exist in this realm and admits nobody" + others,
                        "create the role, or name one that exists"))
                .toList();
    }
}

package io.caregate.policy.rule;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Roles that are asked for and do not exist. */
public final class MissingRoles {

    private MissingRoles() {}

    /**
     * A finding for each role that does not exist; if there are as many as roles, nobody is admitted.
     *
     * @param exists tells of a role whether the realm has it
     * @param field where the requirement stands
     * @param value how a role stands there
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

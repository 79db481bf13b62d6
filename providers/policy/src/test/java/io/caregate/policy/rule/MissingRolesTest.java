package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MissingRolesTest {

    private static List<Finding> check(String roles) {
        return MissingRoles.check(
                RoleRequirement.parse(roles), role -> role.name().equals("therapist"), "field", role -> "api=" + role);
    }

    @Test
    void checkWhenAllExistThenNothing() {
        assertThat(check("therapist##app:therapist")).isEmpty();
    }

    @Test
    void checkWhenSomeExistThenTheOthers() {
        assertThat(check("therapist##app:nurse"))
                .containsExactly(new Finding(
                        RuleId.REQUIRED_ROLE,
                        "field",
                        "api=app:nurse",
                        "the role app:nurse does not exist in this realm and admits nobody",
                        "create the role, or name one that exists"));
    }

    @Test
    void checkWhenNoneExistsThenSaid() {
        assertThat(check("nurse##doctor")).hasSize(2).allMatch(finding -> finding.problem()
                .endsWith("admits nobody; no other does"));
    }
}

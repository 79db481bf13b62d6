package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdministratorDecisionTest {

    @ParameterizedTest
    @CsvSource({
        // remembered, administers itself, stored so | taken
        "true,  true,  true,  true",
        "true,  true,  false, true",
        "true,  false, true,  true",
        "true,  false, false, true",
        // The stored state of a client that administers itself may be older than the rule.
        "false, true,  true,  false",
        "false, true,  false, false",
        "false, false, true,  true",
        "false, false, false, false"
    })
    void decisionWhenRememberedOrOfAnAdministratorsClientThenTaken(
            boolean remembered, boolean itself, boolean so, boolean taken) {
        assertThat(AdministratorDecision.isTaken(remembered, itself, so)).isEqualTo(taken);
    }

    @Test
    void changeWhenTheFieldChangesThenDecidedAndWhenItIsSentBackThenNot() {
        assertThat(AdministratorDecision.by(false, true)).contains(true);
        assertThat(AdministratorDecision.by(true, true)).isEmpty();
        assertThat(AdministratorDecision.by(true, false)).contains(false);
        assertThat(AdministratorDecision.by(false, false)).contains(false);
    }

    @Test
    void decisionWhenNamedThenAsDocumented() {
        assertThat(AdministratorDecision.WITHOUT_CONSENT.attribute()).isEqualTo("caregate.without-consent");
        assertThat(AdministratorDecision.WITHOUT_CONSENT.rule()).isEqualTo(RuleId.REQUIRED_ROLE);
        assertThat(AdministratorDecision.FULL_SCOPE.attribute()).isEqualTo("caregate.full-scope");
        assertThat(AdministratorDecision.FULL_SCOPE.rule()).isEqualTo(RuleId.TOKEN_SUBJECT);
    }
}

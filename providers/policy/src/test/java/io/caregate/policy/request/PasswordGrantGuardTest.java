package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.TestOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventType;

class PasswordGrantGuardTest {

    @Test
    void grantWhenItsRuleIsEnforcedThenNotServedAndElseServed() {
        assertThat(new PasswordGrantGuard(TestOptions.ENFORCING).isServed()).isFalse();
        assertThat(new PasswordGrantGuard(TestOptions.reporting(RuleId.EXACT_REDIRECT_URI)).isServed())
                .isFalse();
        assertThat(new PasswordGrantGuard(TestOptions.reporting(RuleId.NO_PASSWORD_GRANT)).isServed())
                .isTrue();
    }

    @Test
    void refusalWhenMadeThenOfTheStatedClientIfOneIs() {
        Refusal refusal = PasswordGrantGuard.refusal("app");
        assertThat(refusal.clientId()).isEqualTo("app");
        assertThat(refusal.rules()).containsExactly(RuleId.NO_PASSWORD_GRANT);
        assertThat(refusal.hook()).isEqualTo(EnforcementPoint.PASSWORD_GRANT);
        assertThat(refusal.event()).isEqualTo(EventType.LOGIN);
        assertThat(refusal.error()).isEqualTo("unsupported_grant_type");
        assertThat(refusal.details()).containsEntry("grant_type", "password");
        assertThat(PasswordGrantGuard.refusal(null).clientId()).isNull();
    }
}

package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.TestOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.BuiltInClient;
import io.caregate.policy.rule.RuleId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.EventType;

class OriginGuardTest {

    private static final OriginGuard ENFORCING = new OriginGuard(TestOptions.ENFORCING, EnforcementPoint.CORS);
    private static final OriginGuard REPORTING = new OriginGuard(TestOptions.REPORTING, EnforcementPoint.CORS);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # stored            | origin               | answered | refusal
            https://app.example | https://app.example  | true     | false
            https://app.example | https://evil.example | false    | false
            *                   | https://evil.example | false    | true
            http://app.example  | http://app.example   | false    | true
            """)
    void originWhenKeycloakWouldAnswerAndThePackDoesNotThenARefusal(
            String stored, String origin, boolean answered, boolean refusal) {
        RegisteredUris uris = TestUris.of().origins(stored).registered();
        OriginGuard.Answered enforced = ENFORCING.answered("app", origin, () -> uris);
        assertThat(enforced.origins().orElseThrow().contains(origin)).isEqualTo(answered);
        assertThat(enforced.refusal().isPresent()).isEqualTo(refusal);
        OriginGuard.Answered reported = REPORTING.answered("app", origin, () -> uris);
        assertThat(reported.origins()).isEmpty();
        assertThat(reported.refusal()).isEqualTo(enforced.refusal());
    }

    @Test
    void originWhenNoneAsksThenNobodyIsAnsweredAndNothingIsRead() {
        OriginGuard.Answered enforced = ENFORCING.answered("app", null, OriginGuardTest::unread);
        assertThat(enforced).isEqualTo(new OriginGuard.Answered(Optional.of(Set.of()), Optional.empty()));
        assertThat(REPORTING.answered("app", null, OriginGuardTest::unread))
                .isEqualTo(new OriginGuard.Answered(Optional.empty(), Optional.empty()));
    }

    private static RegisteredUris unread() {
        throw new AssertionError("read");
    }

    @Test
    void originWhenOfKeycloaksOwnClientThenAnsweredAsKeycloakDoes() {
        RegisteredUris own = TestUris.of().origins(TestUris.SERVER).registered(BuiltInClient.SECURITY_ADMIN_CONSOLE);
        OriginGuard.Answered answered = ENFORCING.answered("security-admin-console", TestUris.SERVER, () -> own);
        assertThat(answered.origins()).hasValue(Set.of(TestUris.SERVER));
        assertThat(answered.refusal()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = EnforcementPoint.class,
            names = {"CORS", "SESSION_IFRAME"})
    void refusalWhenMadeThenOfThePlaceThatAsked(EnforcementPoint point) {
        Refusal refusal = new OriginGuard(TestOptions.ENFORCING, point)
                .answered("app", "https://evil.example", () -> TestUris.of()
                        .origins("*")
                        .registered())
                .refusal()
                .orElseThrow();
        assertThat(refusal.rules()).containsExactly(RuleId.EXACT_WEB_ORIGIN);
        assertThat(refusal.hook()).isEqualTo(point);
        assertThat(refusal.event()).isEqualTo(EventType.LOGIN);
        assertThat(refusal.error()).isEqualTo("invalid_web_origin");
        assertThat(refusal.clientId()).isEqualTo("app");
        assertThat(refusal.field()).isEqualTo("origin");
        assertThat(refusal.value()).isEqualTo("https://evil.example");
    }
}

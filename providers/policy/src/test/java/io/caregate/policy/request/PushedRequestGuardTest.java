package io.caregate.policy.request;

import static io.caregate.policy.request.TestRequests.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.TestOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;

class PushedRequestGuardTest {

    private static List<Refusal> check(AuthorizationParameters request, String... registered) {
        return new PushedRequestGuard(
                        TestOptions.ENFORCING,
                        TestRequests.confidential(),
                        TestUris.of(registered).registered())
                .check(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # requested               | registered                                    | refused
            https://app.example/cb    | https://app.example/cb                        | false
            https://app.example/other | https://app.example/cb                        | true
            https://app.example/cb    | https://app.example/*                         | true
            ''                        | https://app.example/cb                        | true
            none                      | https://app.example/cb                        | false
            none                      | https://app.example/*                         | true
            none                      | https://app.example/cb https://app.example/b  | false
            none                      | https://app.example/* https://app.example/cb  | false
            """)
    void redirectUriWhenGivenOrTheOnlyOneThenItMustBeExact(String requested, String registered, boolean refused) {
        List<Refusal> found = check(TestRequests.to(requested), registered.split(" "));
        assertThat(found)
                .extracting(Refusal::rules)
                .isEqualTo(refused ? List.of(Set.of(RuleId.EXACT_REDIRECT_URI)) : List.of());
    }

    @Test
    void requestWhenSeveralThingsAreWrongThenTheAddressFirst() {
        List<Refusal> found = check(
                new AuthorizationParameters("https://evil.example/", "code token", null, "x", "plain", null), CALLBACK);
        assertThat(found)
                .extracting(refusal -> refusal.rules().iterator().next())
                .containsExactly(RuleId.EXACT_REDIRECT_URI, RuleId.NO_IMPLICIT_GRANT, RuleId.PKCE_S256);
        assertThat(found).allSatisfy(refusal -> {
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.PUSHED_AUTHORIZATION);
            assertThat(refusal.event()).isEqualTo(EventType.PUSHED_AUTHORIZATION_REQUEST);
        });
    }
}

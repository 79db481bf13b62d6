package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.TestOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;
import org.keycloak.representations.IDToken;

class LogoutGuardTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # registered              | asked for                  | enforcing | reporting
            https://app.example/out   | https://app.example/out    | false     | false
            https://app.example/out   | https://app.example/out/   | true      | true
            https://app.example/out   | https://evil.example/      | true      | false
            https://app.example/*     | https://app.example/x      | true      | true
            https://app.example/*     | https://evil.example/      | true      | false
            """)
    void addressWhenNotExactThenRefusedAndReportedOnlyIfKeycloakTakesIt(
            String registered, String asked, boolean enforcing, boolean reporting) {
        RegisteredUris uris = TestUris.of().postLogout(registered).registered();
        assertThat(new LogoutGuard(TestOptions.ENFORCING)
                        .check("app", asked, uris)
                        .isPresent())
                .isEqualTo(enforcing);
        assertThat(new LogoutGuard(TestOptions.REPORTING)
                        .check("app", asked, uris)
                        .isPresent())
                .isEqualTo(reporting);
    }

    @Test
    void refusalWhenMadeThenOfTheClientAndAboutTheAddress() {
        Refusal refusal = new LogoutGuard(TestOptions.ENFORCING)
                .check("app", "https://evil.example/", TestUris.of().registered())
                .orElseThrow();
        assertThat(refusal.rules()).containsExactly(RuleId.EXACT_REDIRECT_URI);
        assertThat(refusal.hook()).isEqualTo(EnforcementPoint.LOGOUT);
        assertThat(refusal.event()).isEqualTo(EventType.LOGOUT);
        assertThat(refusal.error()).isEqualTo("invalid_redirect_uri");
        assertThat(refusal.clientId()).isEqualTo("app");
        assertThat(refusal.value()).isEqualTo("https://evil.example/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # client_id | token issued for | client
            app         | none             | app
            app         | other            | app
            ''          | other            | ''
            none        | other            | other
            none        | none             | none
            """)
    void clientWhenStatedThenThatOneAndElseTheOneOfTheToken(String stated, String issuedFor, String client) {
        IDToken token = new IDToken();
        token.issuedFor(issuedFor);
        assertThat(LogoutGuard.clientId(stated, () -> token).orElse(null)).isEqualTo(client);
    }

    @Test
    void clientWhenNeitherStatedNorInATokenThenNone() {
        assertThat(LogoutGuard.clientId(null, () -> null)).isEmpty();
    }

    @Test
    void tokenWhenTheClientIsStatedThenNotRead() {
        assertThat(LogoutGuard.clientId("app", () -> {
                    throw new AssertionError("read");
                }))
                .hasValue("app");
    }
}

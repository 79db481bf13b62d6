package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.option.TestOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;

class SamlGuardTest {

    private static final String ACS = "https://sp.example/acs";
    private static final String SOAP = "soap";
    private static final String POST = "post";

    private static SamlGuard guard(PolicyOptions options, String redirectUri, String... locations) {
        return new SamlGuard(
                options, "sp", List.of(locations), TestUris.of(redirectUri).registered());
    }

    private static List<RuleId> rules(List<Refusal> refusals) {
        return refusals.stream().flatMap(refusal -> refusal.rules().stream()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # asked for              | redirect URI           | location               | refused
            https://sp.example/acs   | https://sp.example/acs | https://sp.example/b   | false
            https://sp.example/b     | https://sp.example/acs | https://sp.example/b   | false
            https://sp.example/acs/  | https://sp.example/acs | https://sp.example/b   | true
            https://evil.example/    | https://sp.example/acs | https://sp.example/b   | true
            https://sp.example/x     | https://sp.example/*   | https://sp.example/*   | true
            https://sp.example/*     | https://sp.example/acs | https://sp.example/*   | true
            http://sp.example/b      | https://sp.example/acs | http://sp.example/b    | true
            none                     | https://sp.example/*   | https://sp.example/b   | false
            none                     | https://sp.example/acs | https://sp.example/*   | true
            none                     | https://sp.example/acs | http://sp.example/b    | true
            none                     | https://sp.example/acs | ' '                    | false
            'null'                   | https://sp.example/acs | https://sp.example/b   | false
            'null'                   | https://sp.example/acs | https://sp.example/*   | true
            """)
    void requestWhenItsAnswerWouldGoElsewhereThenRefused(
            String asked, String redirectUri, String location, boolean refused) {
        assertThat(rules(guard(TestOptions.ENFORCING, redirectUri, location).check(POST, asked)))
                .isEqualTo(refused ? List.of(RuleId.EXACT_REDIRECT_URI) : List.of());
    }

    @Test
    void requestWhenOneOfSeveralLocationsIsNotRegistrableThenRefused() {
        assertThat(guard(TestOptions.ENFORCING, ACS, ACS, "https://sp.example/*")
                        .check(POST, null))
                .hasSize(1);
        assertThat(guard(TestOptions.ENFORCING, ACS, ACS, "https://sp.example/b")
                        .check(POST, null))
                .isEmpty();
    }

    @Test
    void requestWhenByTheEnhancedClientProfileThenRefusedBeforeItsAddress() {
        SamlGuard guard = guard(TestOptions.ENFORCING, ACS);
        assertThat(rules(guard.check(SOAP, ACS))).containsExactly(RuleId.NO_PASSWORD_GRANT);
        assertThat(rules(guard.check(SOAP, "https://evil.example/")))
                .containsExactly(RuleId.NO_PASSWORD_GRANT, RuleId.EXACT_REDIRECT_URI);
        assertThat(guard.check(null, ACS)).isEmpty();
        assertThat(guard.check(SOAP, ACS).get(0).error()).isEqualTo("not_allowed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # location             | redirect URI           | enforcing | reporting
            https://sp.example/acs | https://sp.example/acs | false     | false
            https://evil.example/  | https://sp.example/acs | true      | false
            https://sp.example/x   | https://sp.example/*   | true      | true
            none                   | https://sp.example/acs | true      | true
            """)
    void answerWhenItGoesElsewhereThenReportedOnlyIfKeycloakSendsIt(
            String location, String redirectUri, boolean enforcing, boolean reporting) {
        assertThat(guard(TestOptions.ENFORCING, redirectUri)
                        .checkAnswer(location)
                        .isPresent())
                .isEqualTo(enforcing);
        assertThat(guard(TestOptions.REPORTING, redirectUri)
                        .checkAnswer(location)
                        .isPresent())
                .isEqualTo(reporting);
    }

    @Test
    void refusalWhenMadeThenOfTheClientAndAboutTheLocation() {
        Refusal refusal = guard(TestOptions.ENFORCING, ACS)
                .checkAnswer("https://evil.example/")
                .orElseThrow();
        assertThat(refusal.hook()).isEqualTo(EnforcementPoint.SAML);
        assertThat(refusal.event()).isEqualTo(EventType.LOGIN);
        assertThat(refusal.error()).isEqualTo("invalid_redirect_uri");
        assertThat(refusal.clientId()).isEqualTo("sp");
        assertThat(refusal.value()).isEqualTo("https://evil.example/");
    }
}

package io.caregate.policy.request;

import static io.caregate.policy.request.TestRequests.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.option.TestOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;

class AuthorizationGuardTest {

    private static AuthorizationGuard guard(PolicyOptions options) {
        return new AuthorizationGuard(
                options,
                TestRequests.confidential(),
                TestUris.of(CALLBACK)
                        .requestObjects("https://app.example/request")
                        .registered());
    }

    private static Optional<RefusedRequest> raw(PolicyOptions options, String parameters) {
        return guard(options).check(RawAuthorizationRequestTest.with(parameters.split("&")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # client_id | enforcing | reporting
            app         | false     | false
            none        | false     | false
            ''          | false     | false
            'a\u0000'   | true      | false
            '\uD800'    | true      | false
            """)
    void clientIdWhenNoDatabaseTakesItThenItNamesNoClient(String id, boolean enforcing, boolean reporting) {
        assertThat(AuthorizationGuard.namesNoClient(TestOptions.ENFORCING, id)).isEqualTo(enforcing);
        assertThat(AuthorizationGuard.namesNoClient(TestOptions.REPORTING, id)).isEqualTo(reporting);
    }

    @Test
    void clientIdWhenHugeThenItIsLookedFor() {
        assertThat(AuthorizationGuard.namesNoClient(TestOptions.ENFORCING, "a".repeat(100_000)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # enabled | bearer-only | protocol       | served
            true      | false       | none           | true
            true      | false       | openid-connect | true
            true      | false       | saml           | false
            true      | true        | openid-connect | false
            false     | false       | openid-connect | false
            """)
    void clientWhenKeycloakDoesNotServeItThenLeftToKeycloak(
            boolean enabled, boolean bearerOnly, String protocol, boolean served) {
        assertThat(new RequestingClient("app", enabled, bearerOnly, false, protocol, false).isServed())
                .isEqualTo(served);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # parameters                                                  | refused by         | about
            redirect_uri=https://app.example/cb&response_type=code        | none               | none
            response_type=code                                            | none               | none
            redirect_uri=https://evil.example/&response_type=code         | EXACT_REDIRECT_URI | redirect_uri
            redirect_uri=https://evil.example/&response_type=token        | EXACT_REDIRECT_URI | redirect_uri
            request_uri=https://app.example/request                       | none               | none
            request_uri=https://evil.example/                             | EXACT_REDIRECT_URI | request_uri
            request_uri=https://evil.example/&redirect_uri=https://b.test | EXACT_REDIRECT_URI | request_uri
            redirect_uri=https://app.example/cb&response_type=token       | NO_IMPLICIT_GRANT  | response_type
            response_type=code&response_type=token                        | NO_IMPLICIT_GRANT  | response_type
            response_type=none                                            | none               | none
            """)
    void rawRequestWhenItBreaksARuleThenTheFirstOneRefuses(String parameters, RuleId rule, String about) {
        Optional<RefusedRequest> refused = raw(TestOptions.ENFORCING, parameters);
        assertThat(refused.map(found -> found.refusal().rules()).orElse(null))
                .isEqualTo(rule == null ? null : Set.of(rule));
        assertThat(refused.map(found -> found.refusal().field()).orElse(null)).isEqualTo(about);
        assertThat(raw(TestOptions.REPORTING, parameters)).isEmpty();
    }

    @Test
    void rawRequestWhenItsAddressIsNotExactThenAPageAndNoAnswer() {
        RefusedRequest refused =
                raw(TestOptions.ENFORCING, "redirect_uri=https://evil.example/").orElseThrow();
        assertThat(refused.answerTo()).isNull();
        assertThat(refused.page()).isEqualTo(PageText.REDIRECT_URI);
        assertThat(refused.refusal().hook()).isEqualTo(EnforcementPoint.AUTHORIZATION);
        assertThat(refused.refusal().event()).isEqualTo(EventType.LOGIN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # parameters                                                          | answer to
            response_type=token&redirect_uri=https://app.example/cb               | https://app.example/cb
            response_type=token                                                   | https://app.example/cb
            response_type=token&request_uri=https://app.example/request           | none
            response_type=token&request_uri=urn:ietf:params:oauth:request_uri:x   | none
            """)
    void rawRequestWhenItAsksForATokenThenTheClientIsToldWhereItsAddressIsKnown(String parameters, String answerTo) {
        RefusedRequest refused = raw(TestOptions.ENFORCING, parameters).orElseThrow();
        assertThat(refused.answerTo()).isEqualTo(answerTo);
        assertThat(refused.page()).isEqualTo(PageText.RESPONSE_TYPE);
    }

    @Test
    void rawRequestWhenTheAddressOnlyReportsThenTheTokenIsRefusedAndNothingIsToldToTheAddress() {
        RefusedRequest refused = raw(
                        TestOptions.reporting(RuleId.EXACT_REDIRECT_URI),
                        "redirect_uri=https://evil.example/&response_type=token")
                .orElseThrow();
        assertThat(refused.refusal().rules()).containsExactly(RuleId.NO_IMPLICIT_GRANT);
        assertThat(refused.answerTo()).isNull();
    }

    @Test
    void rawRequestWhenTheTokenOnlyReportsThenTheAddressIsRefused() {
        PolicyOptions options = TestOptions.reporting(RuleId.NO_IMPLICIT_GRANT);
        assertThat(raw(options, "redirect_uri=https://evil.example/&response_type=token"))
                .isPresent();
        assertThat(raw(options, "redirect_uri=https://app.example/cb&response_type=token"))
                .isEmpty();
    }

    @Test
    void rawRequestWhenSeveralTypesAreGivenThenTheFirstIsNamed() {
        assertThat(raw(TestOptions.ENFORCING, "response_type=code&response_type=token")
                        .orElseThrow()
                        .refusal()
                        .value())
                .isEqualTo("code");
    }

    @Test
    void parsedRequestWhenExactThenNothingIsFound() {
        assertThat(guard(TestOptions.ENFORCING).check(TestRequests.to(CALLBACK)))
                .isEmpty();
    }

    @Test
    void parsedRequestWhenItBreaksARuleThenFoundInWhateverMode() {
        for (PolicyOptions options : List.of(TestOptions.ENFORCING, TestOptions.REPORTING)) {
            assertThat(guard(options).check(TestRequests.to("https://evil.example/")))
                    .extracting(RefusedRequest::answerTo)
                    .containsOnlyNulls()
                    .hasSize(1);
            assertThat(guard(options).check(TestRequests.pkce("x", "plain")))
                    .extracting(RefusedRequest::answerTo)
                    .containsExactly(CALLBACK);
        }
    }
}

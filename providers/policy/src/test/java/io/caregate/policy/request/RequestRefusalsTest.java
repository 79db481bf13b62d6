package io.caregate.policy.request;

import static io.caregate.policy.request.TestRequests.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;

class RequestRefusalsTest {

    private static RequestRefusals of(RequestingClient client) {
        return new RequestRefusals(PkceRule.PUBLIC, client, EnforcementPoint.AUTHORIZATION, EventType.LOGIN);
    }

    private static List<RuleId> rules(List<Refusal> refusals) {
        return refusals.stream().flatMap(refusal -> refusal.rules().stream()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # response_type | refused by
            code            | none
            none            | none
            ''              | none
            id_token        | NO_IMPLICIT_GRANT
            token           | NO_IMPLICIT_GRANT
            TOKEN           | NO_IMPLICIT_GRANT
            code id_token   | NO_IMPLICIT_GRANT
            """)
    void responseTypeWhenItHasATokenThenRefused(String type, RuleId rule) {
        assertThat(rules(of(TestRequests.confidential()).in(TestRequests.of(type, null))))
                .isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # public | response_type | challenge | method | refused by
            true     | code          | x         | S256   | none
            true     | code          | x         | plain  | PKCE_S256
            true     | code          | none      | none   | PKCE_S256
            true     | none          | none      | none   | none
            false    | code          | none      | none   | none
            false    | code          | x         | none   | PKCE_S256
            """)
    void challengeWhenMissingOrPlainThenRefusedWhereACodeIsAskedFor(
            boolean isPublic, String type, String challenge, String method, RuleId rule) {
        RequestingClient client = isPublic ? TestRequests.publicApp() : TestRequests.confidential();
        List<Refusal> found = of(client).in(new AuthorizationParameters(CALLBACK, type, null, challenge, method, "x"));
        assertThat(rules(found)).isEqualTo(rule == null ? List.of() : List.of(rule));
        assertThat(found).allSatisfy(refusal -> {
            assertThat(refusal.field()).isEqualTo("code_challenge_method");
            assertThat(refusal.value()).isEqualTo(method);
            assertThat(refusal.error()).isEqualTo("invalid_request");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # response_mode | refused
            none            | true
            query           | true
            form_post       | true
            JWT             | true
            jwt             | false
            query.jwt       | false
            fragment.jwt    | false
            form_post.jwt   | false
            """)
    void issuerWhenLeftOutOfTheAnswerThenRefusedUnlessTheAnswerIsAJwt(String mode, boolean refused) {
        assertThat(rules(of(TestRequests.withoutIssuer()).in(TestRequests.of("code", mode))))
                .isEqualTo(refused ? List.of(RuleId.ISSUER_IN_RESPONSE) : List.of());
        assertThat(of(TestRequests.confidential()).in(TestRequests.of("code", mode)))
                .isEmpty();
    }

    @Test
    void requestWhenSeveralThingsAreWrongThenInAFixedOrder() {
        RequestingClient client = new RequestingClient("app", true, false, true, null, true);
        assertThat(rules(of(client).in(TestRequests.of("code token", null))))
                .containsExactly(RuleId.NO_IMPLICIT_GRANT, RuleId.PKCE_S256, RuleId.ISSUER_IN_RESPONSE);
    }

    @Test
    void addressWhenExactThenTheClientIsToldOfTheOthers() {
        List<RefusedRequest> found = of(TestRequests.confidential())
                .withAddress(
                        TestRequests.of("token", null), TestUris.of(CALLBACK).registered());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).answerTo()).isEqualTo(CALLBACK);
        assertThat(found.get(0).refusal().details())
                .containsEntry("response_type", "token")
                .containsEntry("redirect_uri", CALLBACK);
    }

    @Test
    void addressWhenNotExactThenRefusedFirstAndNothingIsToldToIt() {
        List<RefusedRequest> found = of(TestRequests.confidential())
                .withAddress(TestRequests.of("token", null), TestUris.of().registered());
        assertThat(found)
                .extracting(refused -> refused.refusal().rules())
                .containsExactly(Set.of(RuleId.EXACT_REDIRECT_URI), Set.of(RuleId.NO_IMPLICIT_GRANT));
        assertThat(found).allSatisfy(refused -> {
            assertThat(refused.answerTo()).isNull();
            assertThat(refused.page()).isEqualTo(PageText.REDIRECT_URI);
        });
    }

    @Test
    void refusalWhenOfALoginThenKeycloaksEventErrorAndElseTheOAuthError() {
        RequestRefusals login = of(TestRequests.confidential());
        RequestRefusals pushed = new RequestRefusals(
                PkceRule.PUBLIC,
                TestRequests.confidential(),
                EnforcementPoint.PUSHED_AUTHORIZATION,
                EventType.PUSHED_AUTHORIZATION_REQUEST);
        assertThat(login.redirectUri("a").error()).isEqualTo("invalid_redirect_uri");
        assertThat(pushed.redirectUri("a").error()).isEqualTo("invalid_request");
        assertThat(pushed.redirectUri("a").hook()).isEqualTo(EnforcementPoint.PUSHED_AUTHORIZATION);
    }

    @Test
    void refusalWhenMadeThenOfTheClientAndAboutTheParameter() {
        RequestRefusals refusals = of(TestRequests.confidential());
        assertThat(List.of(
                        refusals.redirectUri("https://evil.example/"),
                        refusals.requestUri("https://evil.example/"),
                        refusals.responseType("token")))
                .allSatisfy(refusal -> {
                    assertThat(refusal.clientId()).isEqualTo("app");
                    assertThat(refusal.hook()).isEqualTo(EnforcementPoint.AUTHORIZATION);
                    assertThat(refusal.event()).isEqualTo(EventType.LOGIN);
                })
                .extracting(Refusal::field, Refusal::value, Refusal::error)
                .containsExactly(
                        tuple("redirect_uri", "https://evil.example/", "invalid_redirect_uri"),
                        tuple("request_uri", "https://evil.example/", "invalid_request"),
                        tuple("response_type", "token", "unsupported_response_type"));
    }
}

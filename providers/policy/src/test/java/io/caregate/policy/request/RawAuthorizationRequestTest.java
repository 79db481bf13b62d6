package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.policy.rule.BuiltInClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawAuthorizationRequestTest {

    private static final String CALLBACK = "https://app.example/cb";
    private static final String EVIL = "https://evil.example/cb";
    private static final String OBJECT_AT = "https://app.example/request";

    /** A request with these parameters, such as {@code state=x}; a name may be repeated. */
    static RawAuthorizationRequest with(String... parameters) {
        return of(null, parameters);
    }

    static RawAuthorizationRequest withObject(String claims, String... parameters) {
        return of(claims, parameters);
    }

    private static RawAuthorizationRequest of(@Nullable String claims, String... parameters) {
        Map<String, List<String>> given = Arrays.stream(parameters)
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.groupingBy(
                        parameter -> parameter[0], Collectors.mapping(parameter -> parameter[1], Collectors.toList())));
        try {
            return RawAuthorizationRequest.of(claims == null ? null : new ObjectMapper().readTree(claims), given);
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void parametersWhenGivenThenEveryValueInTheirOrder() {
        RawAuthorizationRequest raw = with(
                "redirect_uri=a",
                "redirect_uri=b",
                "response_type=code",
                "response_type=token",
                "response_mode=query",
                "state=1");
        assertThat(raw)
                .isEqualTo(new RawAuthorizationRequest(
                        List.of("a", "b"), List.of("code", "token"), "query", "1", null, false));
    }

    @Test
    void parametersWhenNoneIsGivenThenNothing() {
        assertThat(with()).isEqualTo(new RawAuthorizationRequest(List.of(), List.of(), null, null, null, false));
        assertThat(RawAuthorizationRequest.of(null, Map.of("request_uri", List.of(), "state", List.of())))
                .isEqualTo(with());
    }

    @Test
    void requestObjectWhenGivenThenItsClaimsComeFirst() {
        RawAuthorizationRequest raw = withObject(
                "{\"redirect_uri\":\"a\",\"response_type\":\"code\",\"response_mode\":\"jwt\",\"state\":\"1\"}",
                "redirect_uri=b",
                "response_type=token",
                "response_mode=query",
                "state=2");
        assertThat(raw)
                .isEqualTo(new RawAuthorizationRequest(
                        List.of("a", "b"), List.of("code", "token"), "jwt", "1", null, false));
    }

    @Test
    void requestObjectWhenAClaimIsNoTextThenItIsWrittenAsText() {
        assertThat(withObject("{\"redirect_uri\":[\"a\"],\"state\":7}").redirectUris())
                .containsExactly("[\"a\"]");
        assertThat(withObject("{\"state\":7}").state()).isEqualTo("7");
        assertThat(withObject("{\"state\":null}", "state=x").state()).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # request_uri                              | pushed
            urn:ietf:params:oauth:request_uri:abc      | true
            URN:IETF:params:oauth:request_uri:abc      | true
            urn:ietf:params:oauth:request_ur           | false
            https://app.example/request                | false
            """)
    void requestUriWhenItNamesAPushedRequestThenNothingIsFetched(String reference, boolean pushed) {
        RawAuthorizationRequest raw = with("request_uri=" + reference);
        assertThat(raw.pushed()).isEqualTo(pushed);
        assertThat(raw.requestUri()).isEqualTo(pushed ? null : reference);
        assertThat(raw.hasAddress()).isTrue();
    }

    @Test
    void addressWhenNothingNamesOneThenThereIsNone() {
        assertThat(with("response_type=code", "state=x").hasAddress()).isFalse();
        assertThat(with("redirect_uri=").hasAddress()).isTrue();
        assertThat(withObject("{\"redirect_uri\":\"a\"}").hasAddress()).isTrue();
    }

    @Test
    void requestUriWhenNotRegisteredThenItIsTheOneThatIsNot() {
        RegisteredUris registered =
                TestUris.of(CALLBACK).requestObjects(OBJECT_AT).registered();
        assertThat(with("request_uri=" + OBJECT_AT).requestUriThatIsNot(registered))
                .isEmpty();
        assertThat(with("request_uri=" + EVIL).requestUriThatIsNot(registered)).hasValue(EVIL);
        assertThat(with("request_uri=urn:ietf:params:oauth:request_uri:x").requestUriThatIsNot(registered))
                .isEmpty();
        assertThat(with().requestUriThatIsNot(registered)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect_uri=https://app.example/cb redirect_uri=https://evil.example/cb",
                "redirect_uri=https://evil.example/cb redirect_uri=https://app.example/cb",
                "redirect_uri=https://evil.example/cb request_uri=urn:ietf:params:oauth:request_uri:x",
                "redirect_uri=https://evil.example/cb request_uri=https://app.example/request",
            })
    void redirectUriWhenAnyValueIsNotRegisteredThenThatOne(String parameters) {
        assertThat(with(parameters.split(" "))
                        .redirectUriThatIsNot(TestUris.of(CALLBACK).registered()))
                .hasValue(EVIL);
        assertThat(with(parameters.replace(EVIL, CALLBACK).split(" "))
                        .redirectUriThatIsNot(TestUris.of(CALLBACK).registered()))
                .isEmpty();
    }

    @Test
    void redirectUriWhenInTheRequestObjectThenItIsCompared() {
        assertThat(withObject("{\"redirect_uri\":\"" + EVIL + "\"}", "redirect_uri=" + CALLBACK)
                        .redirectUriThatIsNot(TestUris.of(CALLBACK).registered()))
                .hasValue(EVIL);
    }

    @Test
    void redirectUriWhenAbsentThenTheOnlyRegisteredOneIsCompared() {
        assertThat(with().redirectUriThatIsNot(TestUris.of(CALLBACK).registered()))
                .isEmpty();
        assertThat(with().redirectUriThatIsNot(
                                TestUris.of("https://app.example/*").registered()))
                .hasValue("https://app.example/*");
        assertThat(with().redirectUriThatIsNot(
                                TestUris.of("https://app.example/*", CALLBACK).registered()))
                .isEmpty();
    }

    @Test
    void redirectUriWhenBehindARequestUriThenAllRegisteredOnesMustBeExact() {
        RegisteredUris loose = TestUris.of("https://app.example/*", CALLBACK).registered();
        RegisteredUris exact = TestUris.of(CALLBACK).registered();
        assertThat(with("request_uri=" + OBJECT_AT).redirectUriThatIsNot(loose)).hasValue("(in the request object)");
        assertThat(with("request_uri=" + OBJECT_AT).redirectUriThatIsNot(exact)).isEmpty();
        assertThat(with("request_uri=urn:ietf:params:oauth:request_uri:x").redirectUriThatIsNot(loose))
                .isEmpty();
    }

    @Test
    void redirectUriWhenBehindARequestUriOfKeycloaksOwnClientThenItsPathIsNotCompared() {
        RegisteredUris own = TestUris.of("/realms/healthcare/account/*").registered(BuiltInClient.ACCOUNT);
        assertThat(with("request_uri=" + OBJECT_AT).redirectUriThatIsNot(own)).isEmpty();
        assertThat(with("request_uri=urn:ietf:params:oauth:request_uri:x").redirectUriThatIsNot(own))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # parameters                                          | registered             | target
            redirect_uri=https://app.example/cb                   | https://app.example/cb | https://app.example/cb
            redirect_uri=https://evil.example/cb                  | https://app.example/cb | none
            state=x                                               | https://app.example/cb | https://app.example/cb
            state=x                                               | https://app.example/*  | none
            request_uri=https://app.example/request               | https://app.example/cb | none
            request_uri=urn:ietf:params:oauth:request_uri:x       | https://app.example/cb | none
            redirect_uri=https://evil.example/cb redirect_uri=https://app.example/cb | https://app.example/cb | none
            redirect_uri=https://app.example/cb request_uri=urn:ietf:params:oauth:request_uri:x \
            | https://app.example/cb | https://app.example/cb
            """)
    void answerWhenItMayGoSomewhereThenToTheFirstStatedOrTheOnlyRegisteredOne(
            String parameters, String registered, String target) {
        assertThat(with(parameters.split(" "))
                        .effectiveRedirectUri(TestUris.of(registered).registered())
                        .orElse(null))
                .isEqualTo(target);
    }
}

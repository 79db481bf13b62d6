package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedClaimsTest {

    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\" : \"JWT\",\"kid\" : \"k\"}";

    private static byte[] input(String header, String payload) {
        return (encode(header) + "." + encode(payload)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SignedClaims claims(String payload) {
        return SignedClaims.read(input(HEADER, payload)).orElseThrow();
    }

    @Test
    void audienceWhenOneOrSeveralThenAll() {
        assertThat(claims("{\"aud\":\"a\"}").audiences()).containsExactly("a");
        assertThat(claims("{\"aud\":[\"a\",\"b\"]}").audiences()).containsExactlyInAnyOrder("a", "b");
        assertThat(claims("{\"aud\":[[\"a\"],7]}").audiences()).containsExactlyInAnyOrder("a", "7");
    }

    @Test
    void audienceWhenTwiceOrEscapedThenAll() {
        assertThat(claims("{\"aud\":\"a\",\"x\":{\"aud\":\"no\"},\"\\u0061ud\":[\"b\"]}")
                        .audiences())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void expiryWhenTwiceThenTheLatest() {
        assertThat(claims("{\"aud\":\"a\",\"exp\":5,\"exp\":9}").expiry()).isEqualTo(9);
        assertThat(claims("{\"aud\":\"a\",\"exp\":5.5}").expiry()).isEqualTo(6);
        assertThat(claims("{\"aud\":\"a\",\"exp\":1e99}").expiry()).isEqualTo(SignedClaims.NEVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"aud\":\"a\"}", "{\"aud\":\"a\",\"exp\":null}", "{\"aud\":\"a\",\"exp\":\"soon\"}"})
    void expiryWhenNoneThenNever(String payload) {
        assertThat(claims(payload).expiry()).isEqualTo(SignedClaims.NEVER);
    }

    @Test
    void idWhenTwiceThenNoOnesId() {
        assertThat(claims("{\"aud\":\"a\",\"jti\":\"1\"}").hasId("1")).isTrue();
        assertThat(claims("{\"aud\":\"a\",\"jti\":\"1\"}").hasId("2")).isFalse();
        assertThat(claims("{\"aud\":\"a\",\"jti\":\"1\",\"jti\":\"1\"}").hasId("1"))
                .isFalse();
        assertThat(claims("{\"aud\":\"a\"}").hasId(null)).isFalse();
    }

    @Test
    void typeWhenOfAnIdTokenThenSaid() {
        assertThat(claims("{\"aud\":\"a\",\"typ\":\"ID\"}").isIdToken()).isTrue();
        assertThat(claims("{\"aud\":\"a\",\"typ\":\"ID\",\"typ\":\"Bearer\"}").isIdToken())
                .isFalse();
        assertThat(claims("{\"aud\":\"a\"}").headerType()).isEqualTo("JWT");
        assertThat(SignedClaims.read(input("{\"alg\":\"RS256\"}", "{\"aud\":\"a\"}"))
                        .orElseThrow()
                        .headerType())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sub\":\"a\"}", "[]", "\"aud\"", "", "{\"aud\":\"a\""})
    void payloadWhenItNamesNoAudienceThenNothingToJudge(String payload) {
        assertThat(SignedClaims.read(input(HEADER, payload))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "no-token", "aaa.%%%", "SAMLResponse=a.b"})
    void inputWhenNoJwtThenNothingToJudge(String input) {
        assertThat(SignedClaims.read(input.getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }
}

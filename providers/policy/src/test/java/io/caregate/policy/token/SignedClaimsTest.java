package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
    @ValueSource(strings = {"{}", "{\"sub\":\"a\"}"})
    void payloadWhenItNamesNoAudienceThenStillRead(String payload) {
        assertThat(claims(payload).readable()).isTrue();
        assertThat(claims(payload).audiences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"aud\"", "{\"aud\":\"a\"", "{} {}", "{\"a\":1}x", "7"})
    void payloadWhenNoClaimsThenUnreadable(String payload) {
        assertThat(claims(payload).readable()).isFalse();
    }

    @Test
    void payloadWhenJacksonGivesUpThenUnreadable() {
        assertThat(claims("{\"aud\":\"a\",\"" + "x".repeat(50_001) + "\":1}").readable())
                .isFalse();
        assertThat(claims("{\"a\":" + "[".repeat(1_001) + "]".repeat(1_001) + "}")
                        .readable())
                .isFalse();
        assertThat(SignedClaims.read((encode(HEADER) + ".%%%").getBytes(StandardCharsets.US_ASCII))
                        .orElseThrow()
                        .readable())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "no-token", "aaa.%%%", "SAMLResponse=a.b"})
    void inputWhenNoJwtThenNothingToJudge(String input) {
        assertThat(SignedClaims.read(input.getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }

    @Test
    void inputWhenWithoutPayloadThenNothingToJudge() {
        assertThat(SignedClaims.read(input(HEADER, ""))).isEmpty();
    }

    @Test
    void nameWhenTwiceOrInsideThenAll() {
        assertThat(claims("{\"sub\":\"a\",\"sub\":[\"b\",{\"c\":\"d\"}],\"upn\":\"u\",\"name\":\"n\"}")
                        .names())
                .isEqualTo(Map.of("sub", List.of("a", "b", "c", "d"), "upn", List.of("u")));
        assertThat(claims("{\"sub\":null}").names()).isEqualTo(Map.of("sub", List.of()));
    }

    @Test
    void issuerWhenAlsoTheSubjectThenNobodyElseIsNamed() {
        assertThat(claims("{\"iss\":\"a\",\"sub\":\"a\"}").isOfItsIssuer()).isTrue();
        assertThat(claims("{\"iss\":\"a\",\"sub\":\"b\"}").isOfItsIssuer()).isFalse();
        assertThat(claims("{\"iss\":\"a\",\"sub\":\"a\",\"upn\":\"b\"}").isOfItsIssuer())
                .isFalse();
        assertThat(claims("{\"iss\":\"a\",\"sub\":\"a\",\"sub\":\"b\"}").isOfItsIssuer())
                .isFalse();
        assertThat(claims("{\"iss\":\"a\",\"iss\":\"b\",\"sub\":\"a\"}").isOfItsIssuer())
                .isFalse();
        assertThat(claims("{\"sub\":\"a\"}").isOfItsIssuer()).isFalse();
    }

    private static final String LOGOUT = "\"aud\":\"a\",\"exp\":5,\"sub\":\"u\",\"sid\":\"s\",\"typ\":\"Logout\"";
    private static final String EVENT = "\"http://schemas.openid.net/event/backchannel-logout\"";

    private static boolean isLogout(String headerType, String payload) {
        return SignedClaims.read(input("{\"alg\":\"RS256\",\"typ\":\"" + headerType + "\"}", payload))
                .orElseThrow()
                .isLogoutToken();
    }

    @Test
    void logoutTokenWhenInKeycloaksShapeThenTold() {
        String plain = "{" + LOGOUT + ",\"events\":{" + EVENT + ":{}}}";
        String offline = "{" + LOGOUT + ",\"events\":{" + EVENT + ":{},\"revoke_offline_access\":true}}";
        assertThat(isLogout("logout+jwt", plain)).isTrue();
        assertThat(isLogout("logout+jwt", offline)).isTrue();
        assertThat(isLogout("JWT", plain)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"events\":{}",
                ",\"events\":\"x\"",
                ",\"events\":{EVENT:\"\"}",
                ",\"events\":{EVENT:{\"x\":{\"y\":1}}}",
                ",\"events\":{EVENT:{},\"more\":1}",
                ",\"events\":{EVENT:{\"x\":1},EVENT:{}}",
                ",\"events\":{EVENT:{}},\"scope\":\"openid\"",
                ",\"events\":{EVENT:{}},\"vct\":null",
                ",\"events\":{EVENT:{}},\"aud\":\"a\"",
                ",\"events\":{EVENT:{}},\"typ\":\"Bearer\""
            })
    void logoutTokenWhenInAnotherShapeThenNone(String more) {
        assertThat(isLogout("logout+jwt", "{" + LOGOUT + more.replace("EVENT", EVENT) + "}"))
                .isFalse();
    }

    @Test
    void claimWhenAfterEventsOfAnotherShapeThenStillRead() {
        SignedClaims claims = claims("{\"events\":{" + EVENT + ":{\"x\":{\"y\":1},\"z\":2}},\"aud\":\"a\"}");
        assertThat(claims.readable()).isTrue();
        assertThat(claims.audiences()).containsExactly("a");
    }
}

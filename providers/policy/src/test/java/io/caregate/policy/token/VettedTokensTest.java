package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VettedTokensTest {

    private VettedTokens vetted = new VettedTokens();

    private static SignedClaims claims(String payload) {
        return SignedClaims.read(jwt(payload)).orElseThrow();
    }

    static byte[] jwt(String payload) {
        return jwt("JWT", payload);
    }

    /** The signing input of a JWT; the payload may have ' for ". */
    static byte[] jwt(String headerType, String payload) {
        return (encoded("{'typ':'" + headerType + "'}") + "." + encoded(payload)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void judge() {
        vetted = new VettedTokens();
        vetted.add("1", Arrays.asList("a", "b", null), 100);
        vetted.addIdToken("s", List.of("a"), VettedTokens.ANY_EXPIRY);
        vetted.addKnown("device");
    }

    @Test
    void tokenWhenJudgedThenAdmittedWithItsAudiencesUpToItsExpiry() {
        assertThat(vetted.has(claims("{'jti':'1','aud':'a','exp':100}"))).isTrue();
        assertThat(vetted.has(claims("{'jti':'1','aud':['a','b'],'exp':99}"))).isTrue();
        assertThat(vetted.has(claims("{'jti':'1','exp':100}"))).isTrue();
        assertThat(vetted.has(claims("{'jti':'1','aud':'a','exp':101}"))).isFalse();
        assertThat(vetted.has(claims("{'jti':'1','aud':'a'}"))).isFalse();
        assertThat(vetted.has(claims("{'jti':'1','aud':['a','c'],'exp':100}"))).isFalse();
        assertThat(vetted.has(claims("{'jti':'2','aud':'a','exp':100}"))).isFalse();
        assertThat(vetted.has(claims("{'jti':'1','jti':'1','aud':'a','exp':100}")))
                .isFalse();
    }

    @Test
    void idTokenWhenOfTheSessionThenAdmitted() {
        assertThat(vetted.has(claims("{'jti':'9','typ':'ID','sid':'s','aud':'a'}")))
                .isTrue();
        assertThat(vetted.has(claims("{'jti':'9','typ':'ID','aud':'a'}"))).isTrue();
        assertThat(vetted.has(claims("{'jti':'9','typ':'ID','sid':'x','aud':'a'}")))
                .isFalse();
        assertThat(vetted.has(claims("{'jti':'9','typ':'ID','sid':'s','sid':'x','aud':'a'}")))
                .isFalse();
        assertThat(vetted.has(claims("{'jti':'9','typ':'Bearer','sid':'s','aud':'a'}")))
                .isFalse();
        assertThat(vetted.has(claims("{'jti':'9','typ':'ID','sid':'s','aud':'b'}")))
                .isFalse();
    }

    @Test
    void tokenWhenKeycloaksOwnThenKnownButNotJudged() {
        assertThat(vetted.knows(claims("{'jti':'device','aud':'a'}"))).isTrue();
        assertThat(vetted.has(claims("{'jti':'device','aud':'a'}"))).isFalse();
        assertThat(vetted.knows(claims("{'jti':'other','aud':'a'}"))).isFalse();
    }

    @Test
    void tokenWhenJudgedThenKnownForAnyAudience() {
        assertThat(vetted.knows(claims("{'jti':'1','aud':'c','exp':999}"))).isTrue();
        assertThat(vetted.knows(claims("{'jti':'9','typ':'ID','sid':'s','aud':'c'}")))
                .isTrue();
        assertThat(vetted.knows(claims("{'jti':'9','typ':'ID','sid':'x','aud':'c'}")))
                .isFalse();
    }

    @Test
    void tokenWhenNothingIsJudgedThenNeither() {
        assertThat(new VettedTokens().has(claims("{'jti':'1'}"))).isFalse();
        assertThat(new VettedTokens().knows(claims("{'jti':'1'}"))).isFalse();
    }

    @Test
    void tokenWhenWithoutIdThenNoOtherWithoutIdIsAdmitted() {
        vetted.add(null, List.of("a"), VettedTokens.ANY_EXPIRY);
        assertThat(vetted.has(claims("{'aud':'a'}"))).isFalse();
    }
}

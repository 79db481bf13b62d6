package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.token.TestRealm.TestPreview;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.AccessToken;

class AudienceTest {

    private static final TestPreview PLAIN = TestPreview.PLAIN;

    @Test
    void audienceWhenNothingElseIsMadeThenThatOfTheToken() {
        assertThat(Audience.of(token(API, "other"), PLAIN)).containsExactly(API, "other");
        assertThat(Audience.of(token(), PLAIN)).isEmpty();
    }

    @Test
    void audienceWhenClaimedTwiceThenBoth() {
        AccessToken token = token("one");
        token.getOtherClaims().put("aud", List.of("two", 3));
        assertThat(Audience.of(token, PLAIN)).containsExactly("one", "two", "3");

        token.getOtherClaims().put("aud", "four");
        assertThat(Audience.of(token, PLAIN)).containsExactly("one", "four");
    }

    @Test
    void audienceWhenOnlyIntrospectionShowsItThenFound() {
        assertThat(Audience.of(token("one"), PLAIN.introspecting(false, API))).containsExactly("one", API);
        assertThat(Audience.of(token("one"), PLAIN.introspecting(true, API))).containsExactly("one", API);
        assertThat(Audience.of(token("one"), PLAIN.introspecting(false))).containsExactly("one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openid         | openid-connect
            profile openid | profile
            openid         |
            """)
    void idTokenWhenAScopeAsksForItThenItsAudienceToo(String scope, String another) {
        assertThat(Audience.ofIdToken(PLAIN.scope(scope))).containsExactly(PORTAL);
        assertThat(Audience.ofIdToken(PLAIN.signInScope(scope))).containsExactly(PORTAL);
        assertThat(Audience.ofIdToken(PLAIN.form(Map.of("scope", List.of(scope)))))
                .containsExactly(PORTAL);
        assertThat(Audience.ofIdToken(PLAIN.scope(another).signInScope(another)))
                .isEmpty();
        assertThat(Audience.ofIdToken(PLAIN.form(Map.of("scope", another == null ? List.of() : List.of(another)))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            grant_type           | refresh_token                             | authorization_code
            requested_token_type | urn:ietf:params:oauth:token-type:id_token | access_token
            """)
    void idTokenWhenTheFormAsksForItThenItsAudienceToo(String parameter, String asking, String another) {
        assertThat(Audience.ofIdToken(PLAIN.form(Map.of(parameter, List.of(asking)))))
                .containsExactly(PORTAL);
        assertThat(Audience.ofIdToken(PLAIN.form(Map.of(parameter, List.of(another)))))
                .isEmpty();
    }

    @Test
    void idTokenWhenRequestedTypesAreSeveralThenAnyOfThemCounts() {
        assertThat(Audience.ofIdToken(PLAIN.form(Map.of(
                        "requested_token_type", List.of("another", "urn:ietf:params:oauth:token-type:id_token")))))
                .containsExactly(PORTAL);
    }

    @Test
    void idTokenWhenMappersAddAnAudienceThenFound() {
        assertThat(Audience.of(token("one"), PLAIN.scope("openid").inIdToken(API)))
                .containsExactly("one", PORTAL, API);
        assertThat(Audience.of(token("one"), PLAIN.inIdToken(API))).containsExactly("one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            health-api       | renamed
            health-api,other | health-api,renamed
            health-api,other | health-api,other,more
            """)
    void audienceWhenReplacedThenAlsoThatBefore(String before, String now) {
        assertThat(Audience.of(token(now.split(",")), PLAIN.before(before.split(","))))
                .containsAll(Arrays.asList(before.split(",")));
    }

    @Test
    void audienceWhenTheSameOrNarrowerThenAsItIs() {
        assertThat(Audience.of(token("other"), PLAIN.before(API, "other"))).containsExactly("other");
        assertThat(Audience.of(token("other", API), PLAIN.before(API, "other"))).containsExactly("other", API);
        assertThat(Audience.of(token(), PLAIN.before(API))).isEmpty();
    }
}

package io.caregate.sampleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tokens that are accepted and those that are not; each invalid one is one step away from a valid one. */
class TokenTest {
    private static final RSAKey KEY = FakeRealm.key("key-1");
    private static final RSAKey FOREIGN = FakeRealm.key("key-2");
    private static final FakeRealm REALM = new FakeRealm();
    private static final Forge FORGE = new Forge(KEY, REALM.issuer());
    private static RunningApi api;

    /** Tokens that Keycloak issues for this API. */
    private enum Good {
        AS_KEYCLOAK_HAS_IT(Forge::token),
        ACCESS_TOKEN_BY_RFC_9068(forge -> forge.withType("at+jwt")),
        ACCESS_TOKEN_BY_ITS_FULL_NAME(forge -> forge.withType("application/at+jwt")),
        FOR_SEVERAL_APIS(forge -> forge.token(claims -> claims.audience(List.of("account", "health-api")))),
        EXPIRED_WITHIN_THE_SKEW(forge -> forge.token(claims -> claims.expirationTime(Forge.in(-1)))),
        BEGINS_WITHIN_THE_SKEW(forge -> forge.token(claims -> claims.notBeforeTime(Forge.in(3)))),
        PS256(forge -> Forge.sign(JWSAlgorithm.PS256, "JWT", "key-1", forge.claims(), KEY));

        private final Function<Forge, String> token;

        Good(Function<Forge, String> token) {
            this.token = token;
        }
    }

    /** Tokens that must not be accepted in their place. */
    private enum Bad {
        OTHER_ISSUER(forge -> forge.token(claims -> claims.issuer("https://evil.example.com/realms/test"))),
        OTHER_REALM(forge -> forge.token(claims -> claims.issuer(REALM.issuer().replace("/test", "/master")))),
        ISSUER_WITH_A_SLASH(forge -> forge.token(claims -> claims.issuer(REALM.issuer() + "/"))),
        NO_ISSUER(forge -> forge.token(claims -> claims.issuer(null))),
        OTHER_AUDIENCE(forge -> forge.token(claims -> claims.audience("account"))),
        AUDIENCE_THAT_BEGINS_ALIKE(forge -> forge.token(claims -> claims.audience("health-api-2"))),
        NO_AUDIENCE(forge -> forge.token(claims -> claims.audience((String) null))),
        EXPIRED(forge -> forge.token(claims -> claims.expirationTime(Forge.in(-8)))),
        NO_EXPIRY(forge -> forge.token(claims -> claims.expirationTime(null))),
        NOT_YET(forge -> forge.token(claims -> claims.notBeforeTime(Forge.in(60)))),
        ID_TOKEN(forge -> forge.token(claims -> claims.claim("typ", "ID"))),
        REFRESH_TOKEN(forge -> forge.token(claims -> claims.claim("typ", "Refresh"))),
        OFFLINE_TOKEN(forge -> forge.token(claims -> claims.claim("typ", "Offline"))),
        DPOP_TOKEN(forge -> forge.token(claims -> claims.claim("typ", "DPoP"))),
        BOUND_TO_A_KEY(forge -> forge.token(claims -> claims.claim("cnf", Map.of("jkt", "abc")))),
        NO_TYPE(forge -> forge.token(claims -> claims.claim("typ", null))),
        NO_SUBJECT(forge -> forge.token(claims -> claims.subject(null))),
        LOGOUT_TOKEN_HEADER(forge -> forge.withType("logout+jwt")),
        NO_HEADER_TYPE(forge -> forge.withType(null)),
        TAMPERED(Forge::tampered),
        UNSIGNED(Forge::unsigned),
        PUBLIC_KEY_AS_SECRET(Forge::withPublicKeyAsSecret),
        FOREIGN_KEY(forge -> new Forge(FOREIGN, REALM.issuer()).token()),
        FOREIGN_KEY_UNDER_OUR_ID(forge -> Forge.sign(JWSAlgorithm.RS256, "JWT", "key-1", forge.claims(), FOREIGN)),
        CUT_OFF(forge -> forge.token().substring(0, forge.token().length() - 20)),
        NO_TOKEN_AT_ALL(forge -> "abc");

        private final Function<Forge, String> token;

        Bad(Function<Forge, String> token) {
            this.token = token;
        }
    }

    @BeforeAll
    static void start() {
        REALM.publish(KEY.toPublicJWK());
        api = new RunningApi(REALM.issuer());
    }

    @AfterAll
    static void stop() {
        api.close();
        REALM.close();
    }

    @ParameterizedTest
    @EnumSource
    void tokenWhenForThisApiThenServed(Good good) {
        var answer = api.withToken("/fhir/Patient/anna-arnold", good.token.apply(FORGE));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/fhir+json");
    }

    @ParameterizedTest
    @EnumSource
    void tokenWhenWrongInOneThingThenInvalidToken(Bad bad) {
        var answer = api.withToken("/fhir/Patient/anna-arnold", bad.token.apply(FORGE));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer realm=\"health-api\", error=\"invalid_token\", error_description=\"");
        assertThat(answer.body())
                .startsWith("{\"resourceType\":\"OperationOutcome\"")
                .doesNotContain("Arnold");
    }

    @Test
    void tokenWhenSentElsewhereThanInTheHeaderThenBareChallenge() {
        String token = FORGE.token();
        var answer = api.get("/fhir/Patient?access_token=" + token);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"health-api\"");
        assertThat(api.get("/fhir/Patient", "Authorization", "DPoP " + token).statusCode())
                .isEqualTo(401);
    }

    @Test
    void basicWhenSentThenBareChallengeAndAClearWord() {
        // admin:admin
        var answer = api.get("/fhir/Patient", "Authorization", "Basic YWRtaW46YWRtaW4=");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"health-api\"");
        assertThat(answer.body()).contains("Basic authentication is not accepted here");
    }
}

package io.caregate.policy.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.caregate.policy.rule.AssertionFacts;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.jose.jws.JWSHeader;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.util.JsonSerialization;

class ClientAssertionGuardTest {

    private static final long NOW = 1_000_000;

    private static JWSHeader header(String json) {
        return read(json, JWSHeader.class);
    }

    private static JsonWebToken token(String json) {
        return read(json, JsonWebToken.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JsonSerialization.readValue(json.replace('\'', '"'), type);
        } catch (IOException unreadable) {
            throw new AssertionError(json, unreadable);
        }
    }

    private static boolean unasked() {
        throw new AssertionError("asked");
    }

    @Test
    void assertionWhenReadThenItsClaimsAndTheNameOfItsKey() {
        AssertionFacts facts = ClientAssertionGuard.facts(
                header("{'alg':'RS256','kid':'k'}"),
                token("{'iss':'i','sub':'s','aud':['a','b'],'exp':3,'iat':2,'jti':'j'}"),
                false,
                ClientAssertionGuardTest::unasked);
        assertThat(facts)
                .isEqualTo(new AssertionFacts(false, false, "k", true, "i", "s", List.of("a", "b"), 3L, 2L, "j"));
    }

    @Test
    void assertionWhenItSaysNothingThenNothing() {
        AssertionFacts facts = ClientAssertionGuard.facts(header("{}"), token("{}"), false, () -> false);
        assertThat(facts)
                .isEqualTo(new AssertionFacts(false, false, null, false, null, null, List.of(), null, null, null));
    }

    @Test
    void audienceWhenNoTextThenEmptyAndStillCounted() {
        assertThat(ClientAssertionGuard.facts(header("{}"), token("{'aud':['a',{}]}"), true, () -> false)
                        .audiences())
                .containsExactly("a", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # alg  | symmetric
            HS256  | true
            HS512  | true
            RS256  | false
            ES256  | false
            none   | false
            """)
    void signatureWhenBySecretThenSymmetric(String algorithm, boolean symmetric) {
        JWSHeader header = header(algorithm == null ? "{}" : "{'alg':'" + algorithm + "'}");
        assertThat(ClientAssertionGuard.facts(header, token("{}"), false, () -> false)
                        .symmetric())
                .isEqualTo(symmetric);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # federated | key named | needed by the client | needed
            false       | false     | false                | false
            false       | false     | true                 | true
            false       | true      | false                | true
            true        | false     | false                | true
            """)
    void keyWhenAnIdentityProviderSignsOrTheClientNeedsItThenToBeNamed(
            boolean federated, boolean named, boolean neededByClient, boolean needed) {
        AssertionFacts facts = ClientAssertionGuard.facts(
                header(named ? "{'kid':'k'}" : "{}"), token("{}"), federated, () -> neededByClient);
        assertThat(facts.keyIdNeeded()).isEqualTo(needed);
        assertThat(facts.federated()).isEqualTo(federated);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # known | scope                | several keys | needed
            true    | none                 | false        | false
            true    | openid               | false        | false
            true    | system/Patient.rs    | false        | true
            true    | openid               | true         | true
            false   | openid               | false        | true
            """)
    void keyWhenTheClientIsUnknownOrHasSeveralOrAsksForSmartScopesThenNeeded(
            boolean known, String scope, boolean several, boolean needed) {
        assertThat(ClientAssertionGuard.isKeyIdNeeded(known, scope, () -> several))
                .isEqualTo(needed);
    }

    @Test
    void keysWhenTheAnswerIsKnownWithoutThemThenNotLookedUp() {
        assertThat(ClientAssertionGuard.isKeyIdNeeded(false, null, ClientAssertionGuardTest::unasked))
                .isTrue();
        assertThat(ClientAssertionGuard.isKeyIdNeeded(true, "system/*.rs", ClientAssertionGuardTest::unasked))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            # token                       | own
            {'iss':'app','sub':'app'}     | true
            {'iss':'app','sub':'other'}   | false
            {'iss':'app','sub':'App'}     | false
            {'iss':'app'}                 | false
            {'sub':'app'}                 | false
            {}                            | true
            null                          | true
            """, quoteCharacter = '`')
    void assertionWhenIssuerAndSubjectAreTheSameThenTheClientsOwn(@Nullable String token, boolean own) {
        assertThat(ClientAssertionGuard.isOwn(token == null ? null : token(token)))
                .isEqualTo(own);
    }

    @Test
    void assertionWhenUsedTwiceThenRefusedTheSecondTime() {
        JtiReplayCache used = new JtiReplayCache("realm", new TestStore());
        JsonWebToken token = token("{'iss':'i','jti':'j','exp':" + (NOW + 60) + "}");
        assertThat(ClientAssertionGuard.checkFirstUse(token, NOW, used)).isEmpty();
        assertThat(ClientAssertionGuard.checkFirstUse(token, NOW, used))
                .hasValue("The client assertion's jti was used before; make one for each request");
        JsonWebToken other = token("{'iss':'i2','jti':'j','exp':" + (NOW + 60) + "}");
        assertThat(ClientAssertionGuard.checkFirstUse(other, NOW, used)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"60, 75", "1, 16", "0, 15", "-1, 15", "-1000, 15"})
    void useWhenRememberedThenUntilTheAssertionIsExpiredOnANodeWhoseClockIsBehind(long left, long seconds) {
        TestStore store = new TestStore();
        JsonWebToken token = token("{'iss':'i','jti':'j','exp':" + (NOW + left) + "}");
        ClientAssertionGuard.checkFirstUse(token, NOW, new JtiReplayCache("realm", store));
        assertThat(store.kept.values()).containsExactly(seconds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # client_id | iss  | sub  | client
            app         | iss  | sub  | app
            ''          | iss  | sub  | ''
            none        | iss  | sub  | iss
            none        | iss  | none | iss
            none        | none | sub  | sub
            """)
    void clientWhenStatedThenThatOneAndElseTheIssuer(String stated, String issuer, String subject, String client) {
        JsonWebToken token = new JsonWebToken().issuer(issuer).subject(subject);
        assertThat(ClientAssertionGuard.meantClient(stated, token)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # enabled | public | authenticator     | authenticates
            true      | false  | client-jwt        | true
            false     | false  | client-jwt        | false
            true      | true   | client-jwt        | false
            true      | false  | client-secret-jwt | false
            true      | false  | none              | false
            """)
    void clientWhenDisabledPublicOrOfAnotherMethodThenItDoesNotAuthenticateByThisOne(
            boolean enabled, boolean isPublic, String authenticator, boolean authenticates) {
        assertThat(ClientAssertionGuard.authenticatesBy("client-jwt", enabled, isPublic, authenticator))
                .isEqualTo(authenticates);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # iss | jti  | separated
            i     | j    | true
            none  | j    | false
            i     | none | false
            i     | ''   | false
            i     | ' '  | false
            """)
    void idWhenTheIssuerIsKnownThenNoOtherIssuersCanBeTheSame(String issuer, String id, boolean separated) {
        JsonWebToken token = new JsonWebToken().issuer(issuer).id(id);
        ClientAssertionGuard.separate("realm", token);
        assertThat(token.getId()).isEqualTo(separated ? JtiReplayCache.scoped("realm", "i", "j") : id);
    }

    @Test
    void idWhenThereIsNoTokenThenNothingHappens() {
        assertThatCode(() -> ClientAssertionGuard.separate("realm", null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # attribute | to Keycloak | seconds
            none        | 60          | 315
            ''          | 60          | 315
            ' '         | 60          | 315
            60          | 60          | 60
            315         | 315         | 315
            316         | 316         | 315
            99999       | 99999       | 315
            """)
    void lifeWhenTheClientHasItsOwnThenItCanOnlyBeShorter(String own, int keycloaks, int seconds) {
        assertThat(ClientAssertionGuard.longestLife(own, keycloaks)).isEqualTo(seconds);
    }
}

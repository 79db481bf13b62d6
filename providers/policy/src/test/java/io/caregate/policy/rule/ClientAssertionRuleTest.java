package io.caregate.policy.rule;

import static io.caregate.policy.rule.TestAssertions.ISSUER;
import static io.caregate.policy.rule.TestAssertions.NOW;
import static io.caregate.policy.rule.TestAssertions.TOKEN_ENDPOINT;
import static io.caregate.policy.rule.TestAssertions.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAssertionRuleTest {

    @Test
    void assertionWhenAsSmartHasItThenTaken() {
        assertThat(good().audiences(List.of(TOKEN_ENDPOINT))
                        .expiry(NOW + 300)
                        .issuedAt(null)
                        .isTaken())
                .isTrue();
    }

    @Test
    void audienceWhenTheOperatorWantsTheIssuerThenTheTokenEndpointIsRefused() {
        ClientAssertionRule strict = new ClientAssertionRule(ISSUER, TOKEN_ENDPOINT, AssertionAudience.ISSUER);

        assertThat(strict.check(good().audiences(List.of(ISSUER)).facts(), NOW)).isEmpty();
        assertThat(strict.check(good().audiences(List.of(TOKEN_ENDPOINT)).facts(), NOW))
                .hasValue("The client assertion's aud '" + TOKEN_ENDPOINT + "' is not this realm's issuer; set it to "
                        + ISSUER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # symmetric | kid   | taken
            false       | key-1 | true
            false       | -     | false
            false       | ''    | false
            false       | ' '   | false
            true        | -     | true
            true        | key-1 | true
            """)
    void keyIdWhenSignedByAKeyPairThenDemanded(boolean symmetric, @Nullable String keyId, boolean taken) {
        TestAssertions assertion = good().keyId(keyId);
        assertThat((symmetric ? assertion.signedWithTheSecret() : assertion).isTaken())
                .isEqualTo(taken);
    }

    @Test
    void keyIdWhenTheClientHasOneKeyThenNotDemanded() {
        assertThat(TestAssertions.RULE.check(good().keyId(null).facts(false), NOW))
                .isEmpty();
        assertThat(TestAssertions.RULE.check(good().keyId(null).facts(true), NOW))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # scope                        | of SMART
            -                              | false
            ''                             | false
            openid profile                 | false
            users                          | false
            system/Patient.rs              | true
            openid user/*.rs               | true
            patient/Observation.rs offline | true
            launch                         | true
            launch/patient                 | true
            launcher                       | false
            openid fhirUser                | true
            """)
    void scopeWhenOfSmartThenSeen(@Nullable String scope, boolean smart) {
        assertThat(SmartScope.isIn(scope)).isEqualTo(smart);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # iss   | sub     | taken | federated taken
            backend | backend | true  | true
            backend | other   | false | true
            backend | Backend | false | true
            backend | -       | false | false
            -       | backend | false | false
            -       | -       | false | false
            ''      | ''      | false | false
            """)
    void identityWhenOfTheClientItselfThenIssAndSubEqual(
            @Nullable String issuer, @Nullable String subject, boolean taken, boolean federatedTaken) {
        TestAssertions assertion = good().names(issuer, subject);
        assertThat(assertion.isTaken()).isEqualTo(taken);
        assertThat(assertion.ofAnIdentityProvider().isTaken()).isEqualTo(federatedTaken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # aud                                                                  | taken
            https://login.example.org/realms/health                                | true
            https://login.example.org/realms/health/protocol/openid-connect/token  | true
            https://login.example.org/realms/health/                               | false
            https://login.example.org/realms/Health                                | false
            https://LOGIN.example.org/realms/health                                | false
            https://login.example.org:443/realms/health                            | false
            http://login.example.org/realms/health                                 | false
            https://login.example.org/realms/healthy                               | false
            https://login.example.org/realms/other                                 | false
            https://login.example.org/realms/other/protocol/openid-connect/token   | false
            https://login.example.org/realms/health/protocol/openid-connect/token/ | false
            https://login.example.org/realms/health/protocol/openid-connect/token/introspect   | false
            https://login.example.org/realms/health/protocol/openid-connect/ext/par/request    | false
            https://login.example.org/realms/health/protocol/openid-connect/ext/ciba/auth      | false
            https://evil.example/token                                             | false
            login.example.org                                                      | false
            ''                                                                     | false
            """)
    void audienceWhenNotExactlyThisRealmThenRefused(String audience, boolean taken) {
        assertThat(good().audiences(List.of(audience)).isTaken()).isEqualTo(taken);
    }

    @Test
    void audienceWhenNoneOrSeveralThenRefused() {
        assertThat(good().audiences(List.of()).problem()).contains("no aud", ISSUER);
        assertThat(good().audiences(List.of(ISSUER, "https://evil.example")).problem())
                .contains("several values in aud", ISSUER + " alone");
        assertThat(good().audiences(List.of("https://evil.example", ISSUER)).isTaken())
                .isFalse();
        assertThat(good().audiences(List.of(ISSUER, TOKEN_ENDPOINT)).isTaken()).isFalse();
        assertThat(good().audiences(List.of(ISSUER, ISSUER)).isTaken()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # seconds from now | taken
            1                  | true
            0                  | false
            -1                 | false
            -15                | false
            299                | true
            300                | true
            315                | true
            316                | false
            3600               | false
            """)
    void expiryWhenPastOrFarAheadThenRefused(long ahead, boolean taken) {
        assertThat(good().expiry(NOW + ahead).isTaken()).isEqualTo(taken);
    }

    @Test
    void expiryWhenAbsentThenRefused() {
        assertThat(good().expiry(null).problem()).contains("no exp");
        assertThat(good().expiry(null).issuedAt(NOW).isTaken()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # seconds from now | taken
            -                  | true
            0                  | true
            15                 | true
            16                 | false
            -300               | true
            -315               | true
            -316               | false
            """)
    void issuedAtWhenInTheFutureOrLongAgoThenRefused(@Nullable Long ahead, boolean taken) {
        assertThat(good().issuedAt(ahead == null ? null : NOW + ahead).isTaken())
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # jti | taken
            id-1  | true
            1     | true
            -     | false
            ''    | false
            ' '   | false
            """)
    void idWhenMissingThenRefused(@Nullable String id, boolean taken) {
        assertThat(good().id(id).isTaken()).isEqualTo(taken);
    }

    @Test
    void federatedAssertionWhenNotForThisRealmOrLongLivedThenRefused() {
        TestAssertions federated =
                good().names("https://partner.example", "workload-7").ofAnIdentityProvider();
        assertThat(federated.isTaken()).isTrue();
        assertThat(federated.audiences(List.of("client-at-partner")).isTaken()).isFalse();
        assertThat(federated.expiry(NOW + 3600).isTaken()).isFalse();
        assertThat(federated.id(null).isTaken()).isFalse();
        assertThat(federated.names(null, "workload-7").problem()).isEqualTo("The client assertion has no iss");
    }

    @Test
    void textWhenRefusedThenSaysWhatToDo() {
        assertThat(good().keyId(null).problem())
                .isEqualTo("The client assertion has no kid, which a client with several keys needs, and a request"
                        + " for SMART scopes; name the signing key in its header");
        assertThat(good().names("a", "b").problem())
                .isEqualTo("The client assertion's iss and sub differ; set both to the client_id");
        assertThat(good().audiences(List.of("https://evil.example\"\n")).problem())
                .isEqualTo("The client assertion's aud 'https://evil.example<U+0022><U+000A>' is not this realm;"
                        + " set it to " + ISSUER + " or " + TOKEN_ENDPOINT);
        assertThat(good().expiry(NOW).problem())
                .isEqualTo("The client assertion has expired; make one for each request");
    }
}

package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.NOW;
import static io.caregate.policy.token.TestRealm.PAT;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.ROLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.token.TestRealm.TestDirectory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.EventType;

class SigningGuardTest {

    private static final String EVENT = "'events':{'http://schemas.openid.net/event/backchannel-logout':{}}";

    private final VettedTokens vetted = new VettedTokens();

    private List<Refusal> check(byte[] signingInput, @Nullable Subject subject) {
        return new SigningGuard(ROLES, new TestDirectory().names(), vetted, PORTAL, subject, NOW).check(signingInput);
    }

    private List<Refusal> check(String payload) {
        return check(VettedTokensTest.jwt(payload), PAT);
    }

    private static String logoutToken(String audience, long expiry) {
        return "{'typ':'Logout','sub':'id-of-ada','aud':" + audience + ",'exp':" + expiry + "," + EVENT + "}";
    }

    @Test
    void audienceWhenAProtectedApiAndNotJudgedThenRefused() {
        assertThat(check("{'aud':'health-api','jti':'1'}")).singleElement().satisfies(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.REQUIRED_ROLE);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.SIGNING);
            assertThat(refusal.event()).isEqualTo(EventType.CLIENT_INFO);
            assertThat(refusal.error()).isEqualTo("access_denied");
            assertThat(refusal.reason())
                    .isEqualTo("A JWT of type JWT is not signed with the audience health-api: only an access or ID"
                            + " token of a subject with the required role may have it");
            assertThat(refusal.clientId()).isEqualTo(PORTAL);
            assertThat(refusal.userId()).isEqualTo("id-of-pat");
            assertThat(refusal.details()).isEqualTo(Map.of("audience", API));
        });
        assertThat(check("{'aud':'portal','jti':'1'}")).isEmpty();
    }

    @Test
    void audienceWhenJudgedInThisRequestThenAccepted() {
        vetted.add("1", List.of(API), NOW + 120);
        byte[] judged = VettedTokensTest.jwt("{'aud':'health-api','jti':'1','typ':'Bearer','exp':" + NOW + "}");
        byte[] longer = VettedTokensTest.jwt("{'aud':'health-api','jti':'1','typ':'Bearer'}");

        assertThat(SigningGuard.isVetted(judged, vetted)).isTrue();
        assertThat(SigningGuard.isVetted(longer, vetted)).isFalse();
        // It is known, so its type and its names are valid.
        assertThat(check(longer, PAT))
                .singleElement()
                .extracting(Refusal::field)
                .isEqualTo("audience");
        assertThat(SigningGuard.isVetted(judged, new VettedTokens())).isFalse();
        assertThat(SigningGuard.isVetted(new byte[0], vetted)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'aud':'health-api'", "[]", "{} {}"})
    void payloadWhenUnreadableThenRefusedByBothRules(String payload) {
        assertThat(check(payload))
                .extracting(Refusal::rules)
                .containsExactly(Set.of(RuleId.TOKEN_SUBJECT), Set.of(RuleId.REQUIRED_ROLE));
        assertThat(check(payload)).allSatisfy(refusal -> assertThat(refusal.reason())
                .startsWith("A JWT is not signed whose payload cannot be read"));
    }

    @Test
    void inputWhenNoJwtThenAccepted() {
        assertThat(check("SAMLResponse=a.b".getBytes(StandardCharsets.US_ASCII), PAT))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'typ':'Bearer'}            | {'typ':'JWT'}
            {'typ':['JWT','Refresh']}   | {'typ':['JWT','JWT']}
            {'typ':'jwt'}               | {}
            {'typ':''}                  | {'typ':null}
            {'typ':'Bearer','aud':'x'}  | {'typ':'JWT','aud':'x'}
            """)
    void typeWhenOneOfKeycloaksThenRefused(String refused, String accepted) {
        assertThat(check(refused)).singleElement().satisfies(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.TOKEN_SUBJECT);
            assertThat(refusal.details()).isEqualTo(Map.of("claim", "typ"));
        });
        assertThat(check(accepted)).isEmpty();
    }

    @Test
    void typeWhenOfATokenOfThisRequestThenAccepted() {
        vetted.addKnown("device");
        assertThat(check("{'typ':'Bearer','jti':'device','sub':'id-of-ada'}")).isEmpty();
        assertThat(check("{'typ':'Bearer','jti':'other','sub':'id-of-pat'}")).hasSize(1);
        assertThat(check("{'typ':'Bearer','jti':'device','aud':'health-api'}")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'sub':'id-of-ada'}                          | {'sub':'id-of-pat'}
            {'sub':'ada'}                                | {'sub':'4711'}
            {'sub':['id-of-pat','id-of-ada']}            | {'sub':['id-of-pat']}
            {'preferred_username':'ada'}                 | {'preferred_username':'pat'}
            {'upn':'ada@example.org'}                    | {'upn':'pat@example.org'}
            {'iss':'backend','sub':'ada'}                | {'iss':'backend','sub':'backend'}
            {'iss':'ada','sub':'ada','upn':'ada'}        | {'iss':'ada','sub':'ada'}
            """)
    void nameWhenAnotherUsersThenRefused(String refused, String accepted) {
        assertThat(check(refused)).singleElement().satisfies(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.TOKEN_SUBJECT);
            assertThat(refusal.reason()).contains("would name another user than it is for");
        });
        assertThat(check(accepted)).isEmpty();
    }

    @Test
    void nameWhenTheRequestHasNoUserThenAnyUsersIsRefused() {
        assertThat(check(VettedTokensTest.jwt("{'sub':'id-of-pat'}"), null))
                .singleElement()
                .extracting(Refusal::userId)
                .isNull();
        assertThat(check(VettedTokensTest.jwt("{'sub':'4711'}"), null)).isEmpty();
    }

    @Test
    void claimsWhenWrongInEveryWayThenTheAudienceComesFirst() {
        assertThat(check("{'aud':'health-api','typ':'Bearer','sub':'id-of-ada'}"))
                .extracting(Refusal::field, Refusal::value)
                .containsExactly(tuple("audience", API), tuple("claim", "typ"), tuple("claim", "sub"));
    }

    @Test
    void logoutTokenWhenToTheApisOwnClientThenAccepted() {
        assertThat(check(VettedTokensTest.jwt("logout+jwt", logoutToken("'health-api'", NOW + 180)), null))
                .isEmpty();
        assertThat(check(VettedTokensTest.jwt("logout+jwt", logoutToken("'portal'", NOW + 180)), null))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"['health-api','portal']", "'urn:client:health-api'", "'https://api.example.org'"})
    void logoutTokenWhenToMoreThanTheApisOwnClientThenRefused(String audience) {
        assertThat(check(VettedTokensTest.jwt("logout+jwt", logoutToken(audience, NOW + 180)), null))
                .singleElement()
                .extracting(Refusal::field)
                .isEqualTo("audience");
    }

    @Test
    void logoutTokenWhenItLivesLongerThanKeycloaksThenNone() {
        assertThat(check(VettedTokensTest.jwt("logout+jwt", logoutToken("'health-api'", NOW + 181)), null))
                .extracting(Refusal::field)
                .containsExactly("audience", "claim", "claim");
    }

    @Test
    void reasonWhenATypeCanBeAnythingThenItIsPrintable() {
        assertThat(check(VettedTokensTest.jwt("vc+\\u0007", "{'aud':'health-api'}"), PAT))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).startsWith("A JWT of type vc+<U+0007> is not"));
        assertThat(check("{'typ':['a','b']}")).singleElement().satisfies(refusal -> assertThat(refusal.reason())
                .startsWith("A JWT is not signed with the claim typ=a b, by which"));
    }
}

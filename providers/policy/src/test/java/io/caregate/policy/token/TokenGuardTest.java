package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.ADA;
import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.LIFESPAN;
import static io.caregate.policy.token.TestRealm.NOW;
import static io.caregate.policy.token.TestRealm.PAT;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.REPORTING;
import static io.caregate.policy.token.TestRealm.ROLES;
import static io.caregate.policy.token.TestRealm.grant;
import static io.caregate.policy.token.TestRealm.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.token.TestRealm.TestPreview;
import io.caregate.policy.token.TestRealm.TestSession;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

class TokenGuardTest {

    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final VettedTokens vetted = new VettedTokens();

    private static TokenGuard guard(RoleGuard roles, @Nullable Subject subject, String grant, TestPreview preview) {
        return new TokenGuard(roles, TestSession.of(subject), grant(grant), preview);
    }

    private static TokenGuard guard(@Nullable Subject subject) {
        return guard(ROLES, subject, "authorization_code", TestPreview.PLAIN);
    }

    private static Optional<Refusal> refusal(@Nullable Subject subject, TestPreview preview, String... audience) {
        TokenGuard guard = guard(ROLES, subject, "authorization_code", preview);
        return guard.refusal(guard.reach(token(audience)));
    }

    private Optional<Refusal> admit(TokenGuard guard, AccessToken token, @Nullable IDToken id) {
        return guard.admit(token, guard.reach(token), id, vetted, NOW);
    }

    private boolean has(String payload) {
        return vetted.has(SignedClaims.read(VettedTokensTest.jwt(payload)).orElseThrow());
    }

    @Test
    void roleWhenMissingThenRefused() {
        assertThat(refusal(PAT, TestPreview.PLAIN, API)).hasValueSatisfying(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.REQUIRED_ROLE);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.TOKEN);
            assertThat(refusal.event()).isEqualTo(EventType.CODE_TO_TOKEN);
            assertThat(refusal.error()).isEqualTo("access_denied");
            assertThat(refusal.reason())
                    .isEqualTo("The subject does not hold the role therapist that health-api needs");
            assertThat(refusal.clientId()).isEqualTo(PORTAL);
            assertThat(refusal.userId()).isEqualTo("id-of-pat");
            assertThat(refusal.details())
                    .isEqualTo(Map.of("username", "pat", "grant_type", "authorization_code", "audience", API));
        });
        assertThat(refusal(ADA, TestPreview.PLAIN, API)).isEmpty();
        assertThat(refusal(PAT, TestPreview.PLAIN, PORTAL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // grant, audience, whether consent is missing: is the token refused
        JWT_BEARER + ", health-api, true, true",
        JWT_BEARER + ", health-api, false, false",
        JWT_BEARER + ", portal, true, false",
        "authorization_code, health-api, true, false",
        "refresh_token, health-api, true, false"
    })
    void consentWhenMissingForAGrantThatAsksNobodyThenRefused(
            String grant, String audience, boolean missing, boolean refused) {
        TokenGuard guard = guard(ROLES, ADA, grant, TestPreview.PLAIN);

        Optional<Refusal> refusal = guard.unconsented(guard.reach(token(audience)), () -> missing);

        assertThat(refusal.isPresent()).isEqualTo(refused);
        refusal.ifPresent(found -> {
            assertThat(found.error()).isEqualTo("invalid_scope");
            assertThat(found.reason()).contains("consent");
        });
    }

    @Test
    void roleWhenThereIsNoUserThenRefusedWithoutOne() {
        assertThat(refusal(null, TestPreview.PLAIN, API)).hasValueSatisfying(refusal -> {
            assertThat(refusal.userId()).isNull();
            assertThat(refusal.details()).doesNotContainKey("username");
        });
    }

    @Test
    void audienceWhenAnywhereElseThenRefusedToo() {
        assertThat(refusal(PAT, TestPreview.PLAIN.introspecting(true, API), PORTAL))
                .isPresent();
        assertThat(refusal(PAT, TestPreview.PLAIN.scope("openid").inIdToken(API), PORTAL))
                .isPresent();
        assertThat(refusal(PAT, TestPreview.PLAIN.before(API), "renamed")).isPresent();
        assertThat(refusal(PAT, TestPreview.PLAIN.scope("openid"), "renamed")).isEmpty();
    }

    @Test
    void audienceWhenForgedThenTakenOutBeforeItCounts() {
        AccessToken forged = token(PORTAL);
        forged.getOtherClaims().put("aud", API);

        assertThat(guard(PAT).refusal(guard(PAT).reach(forged))).isEmpty();
        assertThat(forged.getOtherClaims()).isEmpty();
    }

    @Test
    void audienceWhenForgedAndTheRuleOnlyReportsThenLeftAndReported() {
        AccessToken forged = token(PORTAL);
        forged.getOtherClaims().put("aud", API);
        TokenGuard reporting = guard(REPORTING, PAT, "", TestPreview.PLAIN);

        assertThat(reporting.refusal(reporting.reach(forged))).isPresent();
        assertThat(forged.getOtherClaims()).containsKey("aud");
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_code, invalid_grant",
        "refresh_token, invalid_grant",
        JWT_BEARER + ", invalid_grant",
        "client_credentials, access_denied",
        "password, access_denied",
        EXCHANGE + ", access_denied",
        "urn:ietf:params:oauth:grant-type:device_code, access_denied",
        "urn:openid:params:grant-type:ciba, access_denied",
        "urn:ietf:params:oauth:grant-type:uma-ticket, access_denied",
        "'', access_denied"
    })
    void answerWhenTheGrantWasGivenBeforeThenItIsWorthless(String grant, String error) {
        assertThat(guard(ROLES, PAT, grant, TestPreview.PLAIN).error()).isEqualTo(error);
    }

    @Test
    void lifeWhenForAProtectedApiThenCapped() {
        AccessToken token = token(API);

        assertThat(admit(guard(ADA), token, null)).isEmpty();
        assertThat(token.getExp()).isEqualTo(NOW + LIFESPAN);
        assertThat(has("{'jti':'token','aud':'health-api','exp':" + (NOW + LIFESPAN) + "}"))
                .isTrue();
        assertThat(has("{'jti':'token','aud':'health-api','exp':" + (NOW + LIFESPAN + 1) + "}"))
                .isFalse();
    }

    @Test
    void lifeWhenForNoProtectedApiThenAsItIs() {
        AccessToken token = token(PORTAL);

        assertThat(admit(guard(PAT), token, null)).isEmpty();
        assertThat(token.getExp()).isEqualTo(NOW + 3600);
        assertThat(has("{'jti':'token','aud':'portal'}")).isTrue();
        assertThat(has("{'jti':'token','aud':'health-api'}")).isFalse();
    }

    @Test
    void lifeWhenTheRuleOnlyReportsThenAsItIs() {
        AccessToken token = token(API);
        IDToken id = idToken(API);

        assertThat(admit(guard(REPORTING, PAT, EXCHANGE, TestPreview.PLAIN), token, id))
                .isEmpty();
        assertThat(token.getExp()).isEqualTo(NOW + 3600);
        assertThat(id.getExp()).isEqualTo(NOW + 3600);
        assertThat(has("{'jti':'token','aud':'health-api'}")).isTrue();
    }

    private static IDToken idToken(String audience) {
        IDToken id = new IDToken();
        id.id("id").audience(audience).iat(NOW).exp(NOW + 3600);
        return id;
    }

    @Test
    void idTokenWhenItsAudienceIsTheApiThenCapped() {
        IDToken id = idToken(API);

        assertThat(admit(guard(ADA), token(API), id)).isEmpty();
        assertThat(id.getExp()).isEqualTo(NOW + LIFESPAN);
        assertThat(has("{'jti':'id','typ':'ID','aud':'health-api','exp':" + (NOW + LIFESPAN) + "}"))
                .isTrue();
        assertThat(has("{'jti':'id','typ':'ID','aud':'health-api','exp':" + (NOW + LIFESPAN + 1) + "}"))
                .isFalse();
        assertThat(has("{'jti':'other','typ':'ID','sid':'session','aud':'health-api','exp':1}"))
                .isFalse();
    }

    @Test
    void idTokenWhenForAnotherAudienceThenAsItIs() {
        IDToken id = idToken(PORTAL);

        assertThat(admit(guard(ADA), token(API), id)).isEmpty();
        assertThat(id.getExp()).isEqualTo(NOW + 3600);
    }

    @Test
    void idTokenWhenNotShownThenAnyOfTheSessionIsAdmittedUpToTheCap() {
        TokenGuard guard = guard(
                ROLES,
                ADA,
                "authorization_code",
                TestPreview.PLAIN.scope("openid").inIdToken(API));

        assertThat(admit(guard, token(API), null)).isEmpty();
        assertThat(has("{'jti':'x','typ':'ID','sid':'session','aud':'health-api','exp':" + (NOW + LIFESPAN) + "}"))
                .isTrue();
        assertThat(has("{'jti':'x','typ':'ID','sid':'session','aud':'health-api','exp':" + (NOW + LIFESPAN + 1) + "}"))
                .isFalse();
        assertThat(has("{'jti':'x','typ':'ID','sid':'another','aud':'health-api','exp':1}"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {EXCHANGE, JWT_BEARER})
    void idTokenWhenNoPolicySeesItAndItWouldLiveTooLongThenRefused(String grant) {
        TokenGuard guard =
                guard(ROLES, ADA, grant, TestPreview.PLAIN.scope("openid").inIdToken(API));

        assertThat(admit(guard, token(API), null)).hasValueSatisfying(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.REQUIRED_ROLE);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.TOKEN);
            assertThat(refusal.error()).isEqualTo("invalid_request");
            assertThat(refusal.reason()).contains("to at most " + LIFESPAN + " seconds");
            assertThat(refusal.clientId()).isEqualTo(PORTAL);
            assertThat(refusal.details()).isEqualTo(Map.of("grant_type", grant, "audience", API));
        });
        assertThat(has("{'jti':'x','typ':'ID','sid':'session','aud':'health-api','exp':1}"))
                .isFalse();

        AccessToken brief = token(API);
        brief.exp(NOW + LIFESPAN);
        assertThat(admit(guard, brief, null)).isEmpty();
    }

    @Test
    void idTokenWhenAnExchangeMakesNoneForTheApiThenAccepted() {
        TokenGuard guard = guard(ROLES, ADA, EXCHANGE, TestPreview.PLAIN.scope("openid"));

        assertThat(admit(guard, token(API), null)).isEmpty();
    }
}

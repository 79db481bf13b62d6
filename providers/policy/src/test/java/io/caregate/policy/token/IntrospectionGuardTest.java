package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.ADA;
import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.LIFESPAN;
import static io.caregate.policy.token.TestRealm.NOW;
import static io.caregate.policy.token.TestRealm.PAT;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.REPORTING;
import static io.caregate.policy.token.TestRealm.ROLES;
import static io.caregate.policy.token.TestRealm.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.token.TestRealm.TestPreview;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

class IntrospectionGuardTest {

    private static final IntrospectionGuard OF_PAT = new IntrospectionGuard(ROLES, API, PAT);
    private static final IntrospectionGuard OF_ADA = new IntrospectionGuard(ROLES, API, ADA);
    private static final IntrospectionGuard REPORTED = new IntrospectionGuard(REPORTING, API, PAT);

    private final VettedTokens vetted = new VettedTokens();

    private boolean has(String payload) {
        return vetted.has(SignedClaims.read(VettedTokensTest.jwt(payload)).orElseThrow());
    }

    @Test
    void accessTokenWhenTheRoleIsGoneThenNotActive() {
        assertThat(OF_PAT.refusal(OF_PAT.reach(token(API), token(API)))).hasValueSatisfying(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.REQUIRED_ROLE);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.INTROSPECTION);
            assertThat(refusal.event()).isEqualTo(EventType.INTROSPECT_TOKEN);
            assertThat(refusal.clientId()).isEqualTo(API);
            assertThat(refusal.userId()).isEqualTo("id-of-pat");
        });
        assertThat(OF_ADA.refusal(OF_ADA.reach(token(API), token(API)))).isEmpty();
        assertThat(OF_PAT.refusal(OF_PAT.reach(token(PORTAL), token(PORTAL)))).isEmpty();
    }

    @Test
    void accessTokenWhenItHasNoUserThenNotActive() {
        IntrospectionGuard guard = new IntrospectionGuard(ROLES, null, null);
        assertThat(guard.refusal(guard.reach(token(API), null))).hasValueSatisfying(refusal -> {
            assertThat(refusal.clientId()).isNull();
            assertThat(refusal.userId()).isNull();
        });
    }

    @Test
    void audienceWhenOnlyStoredOrOnlyShownThenBothCount() {
        assertThat(OF_PAT.reach(token(API), token(PORTAL)).audiences()).containsExactly(API, PORTAL);
        assertThat(OF_PAT.reach(token(PORTAL), token(API)).apis()).hasSize(1);
        assertThat(OF_PAT.reach(token(API), null).audiences()).containsExactly(API);
        assertThat(OF_PAT.reach(token(API), token()).audiences()).containsExactly(API);
        assertThat(OF_PAT.reach(token(API), token(API)).audiences()).containsExactly(API);
        assertThat(OF_PAT.reach(token(), token()).audiences()).isEmpty();
    }

    @Test
    void claimWhenForgedThenNotShown() {
        AccessToken shown = token(PORTAL);
        shown.getOtherClaims().put("aud", API);

        REPORTED.reach(token(PORTAL), shown);
        assertThat(shown.getOtherClaims()).hasSize(1);

        OF_PAT.reach(token(PORTAL), shown);
        assertThat(shown.getOtherClaims()).isEmpty();
    }

    @Test
    void lifeWhenShownThenCapped() {
        AccessToken shown = token(API);
        OF_ADA.admit(shown, OF_ADA.reach(token(API), shown), vetted, NOW);

        assertThat(shown.getExp()).isEqualTo(NOW + LIFESPAN);
        assertThat(has("{'jti':'token','aud':'health-api','exp':" + (NOW + LIFESPAN) + "}"))
                .isTrue();
        assertThat(has("{'jti':'token','aud':'health-api','exp':" + (NOW + LIFESPAN + 1) + "}"))
                .isFalse();
    }

    @Test
    void lifeWhenTheRuleOnlyReportsThenAsItIs() {
        AccessToken shown = token(API);
        REPORTED.admit(shown, REPORTED.reach(token(API), shown), vetted, NOW);

        assertThat(shown.getExp()).isEqualTo(NOW + 3600);
        assertThat(has("{'jti':'token','aud':'health-api'}")).isTrue();
    }

    private static Reach refreshing(IntrospectionGuard guard, AccessToken shown, AccessToken issued) {
        return guard.reach(new RefreshToken(token(PORTAL), null, null), shown, issued, TestPreview.PLAIN);
    }

    @Test
    void refreshTokenWhenItWouldBringNoAccessTokenThenNotActive() {
        assertThat(OF_PAT.refusal(refreshing(OF_PAT, token(PORTAL), token(API))))
                .isPresent();
        assertThat(OF_ADA.refusal(refreshing(OF_ADA, token(PORTAL), token(API))))
                .isEmpty();
        assertThat(OF_PAT.refusal(refreshing(OF_PAT, token(PORTAL), token(PORTAL))))
                .isEmpty();
        assertThat(OF_PAT.refusal(refreshing(OF_PAT, token(API), token(PORTAL))))
                .isPresent();
    }

    @Test
    void refreshTokenWhenItsAccessTokenIsForgedThenThatDoesNotCount() {
        AccessToken shown = token(PORTAL);
        AccessToken issued = token(PORTAL);
        shown.getOtherClaims().put("aud", API);
        issued.getOtherClaims().put("aud", API);

        assertThat(OF_PAT.refusal(refreshing(OF_PAT, shown, issued))).isEmpty();
        assertThat(shown.getOtherClaims()).isEmpty();
    }

    @Test
    void refreshTokenWhenShownThenForNoProtectedApi() {
        AccessToken shown = token(API, PORTAL);
        OF_ADA.admitRefreshToken(shown, refreshing(OF_ADA, shown, token(API)), vetted);

        assertThat(shown.getAudience()).containsExactly(PORTAL);
        assertThat(has("{'jti':'token','aud':'portal'}")).isTrue();
        assertThat(has("{'jti':'token','aud':'health-api'}")).isFalse();
    }

    @Test
    void refreshTokenWhenWithoutAudienceThenShownAsItIs() {
        AccessToken shown = token();
        OF_ADA.admitRefreshToken(shown, refreshing(OF_ADA, shown, token(API)), vetted);

        assertThat(shown.getAudience()).isNull();
        assertThat(has("{'jti':'token'}")).isTrue();
    }

    @Test
    void refreshTokenWhenTheRuleOnlyReportsThenShownAsItIs() {
        AccessToken shown = token(API, PORTAL);
        REPORTED.admitRefreshToken(shown, refreshing(REPORTED, shown, token(API)), vetted);

        assertThat(shown.getAudience()).containsExactly(API, PORTAL);
        assertThat(has("{'jti':'token','aud':'health-api'}")).isTrue();
    }
}

package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.PAT;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.grant;
import static io.caregate.policy.token.TestRealm.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.token.TestRealm.TestDirectory;
import io.caregate.policy.token.TestRealm.TestSession;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

class SubjectGuardTest {

    private static final SubjectGuard ENFORCED = guard(PAT, true);
    private static final SubjectGuard REPORTED = guard(PAT, false);

    private static SubjectGuard guard(@Nullable Subject subject, boolean enforced) {
        return new SubjectGuard(TestSession.of(subject), new TestDirectory().names(), enforced);
    }

    private static AccessToken named(String subject) {
        AccessToken token = token(PORTAL);
        token.subject(subject);
        return token;
    }

    @Test
    void claimWhenAMapperHasWrittenItThenPutBackWhereEnforced() {
        AccessToken token = token(PORTAL);
        ServerClaims before = ServerClaims.of(token);
        token.issuedFor("backend");

        REPORTED.restore(before, token, false);
        assertThat(token.getIssuedFor()).isEqualTo("backend");

        ENFORCED.restore(before, token, false);
        assertThat(token.getIssuedFor()).isEqualTo(PORTAL);
    }

    @Test
    void claimWhenOfUserinfoThenTheSubjectBesideStays() {
        AccessToken token = token(PORTAL);
        ServerClaims before = ServerClaims.of(token);
        token.getOtherClaims().put("sub", "id-of-pat");

        ENFORCED.restore(before, token, true);
        assertThat(token.getOtherClaims()).containsKey("sub");

        ENFORCED.restore(before, token, false);
        assertThat(token.getOtherClaims()).isEmpty();
    }

    @Test
    void nameWhenAnotherUsersThenRefused() {
        assertThat(ENFORCED.refusal(named("id-of-ada"), grant("refresh_token"))).hasValueSatisfying(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.TOKEN_SUBJECT);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.TOKEN);
            assertThat(refusal.event()).isEqualTo(EventType.CODE_TO_TOKEN);
            assertThat(refusal.error()).isEqualTo("unauthorized_client");
            assertThat(refusal.reason())
                    .isEqualTo("The claim sub would name another user than the token is for; remove the protocol"
                            + " mapper that writes it");
            assertThat(refusal.clientId()).isEqualTo(PORTAL);
            assertThat(refusal.userId()).isEqualTo("id-of-pat");
            assertThat(refusal.details())
                    .isEqualTo(Map.of("username", "pat", "claim", "sub", "grant_type", "refresh_token"));
        });
        assertThat(ENFORCED.refusal(named("id-of-pat"), grant("refresh_token"))).isEmpty();
    }

    @Test
    void nameWhenAtAnotherEndpointThenRefusedWithoutAGrant() {
        assertThat(REPORTED.refusal(named("ada"), EnforcementPoint.USERINFO, EventType.USER_INFO_REQUEST))
                .hasValueSatisfying(refusal -> {
                    assertThat(refusal.hook()).isEqualTo(EnforcementPoint.USERINFO);
                    assertThat(refusal.event()).isEqualTo(EventType.USER_INFO_REQUEST);
                    assertThat(refusal.details()).doesNotContainKey("grant_type");
                });
        assertThat(ENFORCED.refusal(named("4711"), EnforcementPoint.USERINFO, EventType.USER_INFO_REQUEST))
                .isEmpty();
    }

    @Test
    void nameWhenTheUserIsGoneThenNotLookedAt() {
        assertThat(guard(null, true).refusal(named("id-of-ada"), grant(""))).isEmpty();
    }

    @Test
    void tokenWhenChangedAfterItsMappersThenCorrected() {
        AccessToken token = token(PORTAL);
        token.issuedFor("backend");
        token.setSessionId("another");
        token.getOtherClaims().putAll(Map.of("act", "x", "authorization", "x", "caregate_derived", true, "a", "b"));

        REPORTED.correct(token, false);
        assertThat(token.getIssuedFor()).isEqualTo("backend");
        assertThat(token.getSessionId()).isEqualTo("another");
        assertThat(token.getOtherClaims()).hasSize(4);

        ENFORCED.correct(token, false);
        assertThat(token.getIssuedFor()).isEqualTo(PORTAL);
        assertThat(token.getSessionId()).isEqualTo("session");
        assertThat(token.getOtherClaims()).containsOnlyKeys("a");
    }

    @Test
    void tokenWhenMadeFromAnotherThenItsClientStays() {
        AccessToken token = token(PORTAL);
        token.issuedFor("backend");

        ENFORCED.correct(token, true);

        assertThat(token.getIssuedFor()).isEqualTo("backend");
        assertThat(token.getSessionId()).isNull();
    }

    private static RefreshToken refreshToken(boolean marked) {
        RefreshToken token = new RefreshToken(token(PORTAL), null, null);
        if (marked) {
            token.getOtherClaims().put("caregate_derived", true);
        }
        return token;
    }

    @ParameterizedTest
    @CsvSource({
        // presented, derived: is the next refresh token marked, is the access token
        ", false, false, false",
        ", true, true, false",
        "false, false, false, false",
        "false, true, true, false",
        "true, false, true, true",
        "true, true, true, true"
    })
    void markWhenMadeFromAnotherTokenThenItGoesOnWithEachRefresh(
            @Nullable Boolean presented, boolean derived, boolean nextMarked, boolean marked) {
        AccessToken token = administrators();
        RefreshToken next = refreshToken(false);

        ENFORCED.mark(token, presented == null ? null : refreshToken(presented), next, derived, false);

        assertThat(next.getOtherClaims().containsKey("caregate_derived")).isEqualTo(nextMarked);
        assertThat(DerivedToken.isMarked(token)).isEqualTo(marked);
        assertThat(token.getResourceAccess().containsKey("realm-management")).isEqualTo(!derived && !marked);
    }

    private static AccessToken administrators() {
        AccessToken token = token(PORTAL);
        token.addAccess("realm-management").addRole("manage-users");
        token.addAccess("health-realm").addRole("manage-users");
        token.addAccess("health-api").addRole("reader");
        token.setRealmAccess(new AccessToken.Access().addRole("admin"));
        return token;
    }

    @Test
    void administrationWhenDerivedThenTakenAway() {
        AccessToken token = administrators();
        ENFORCED.mark(token, null, null, true, false);
        assertThat(token.getResourceAccess()).containsOnlyKeys("health-realm", "health-api");
        assertThat(token.getRealmAccess().getRoles()).containsExactly("admin");
    }

    @Test
    void administrationWhenDerivedInTheRealmOfOperatorsThenOfEveryRealm() {
        AccessToken token = administrators();
        ENFORCED.mark(token, null, null, true, true);
        assertThat(token.getResourceAccess()).containsOnlyKeys("health-api");
        assertThat(token.getRealmAccess()).isNull();
    }

    @Test
    void administrationWhenNotDerivedOrOnlyReportedThenLeft() {
        AccessToken token = administrators();
        ENFORCED.mark(token, null, null, false, true);
        RefreshToken next = refreshToken(false);
        REPORTED.mark(token, refreshToken(true), next, true, true);

        assertThat(token.getResourceAccess()).hasSize(3);
        assertThat(token.getRealmAccess()).isNotNull();
        assertThat(token.getOtherClaims()).isEmpty();
        assertThat(next.getOtherClaims()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // session, duplicate claim, what is left of it
        ", visitor, pat",
        ", pat, pat",
        "session, visitor, visitor",
    })
    void nameWhenTheTokenHasNoSessionThenTheUsers(@Nullable String session, String written, String left) {
        AccessToken token = token(PORTAL);
        token.setSessionId(session);
        token.getOtherClaims().put("preferred_username", written);

        REPORTED.nameStateless(token);
        guard(null, true).nameStateless(token);
        assertThat(token.getOtherClaims()).containsEntry("preferred_username", written);

        ENFORCED.nameStateless(token);
        assertThat(token.getOtherClaims()).containsEntry("preferred_username", left);
    }

    @Test
    void nameWhenNoneIsWrittenThenNoneIsAdded() {
        AccessToken token = token(PORTAL);
        ENFORCED.nameStateless(token);
        assertThat(token.getOtherClaims()).isEmpty();
    }
}

package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.ADA;
import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.PAT;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.ROLES;
import static io.caregate.policy.token.TestRealm.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.RuleId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;

/** The answers that a protected API's own client does not get, and that others get: JARM, userinfo, Docker tokens. */
class OwnClientGuardsTest {

    private static final JarmGuard JARM = new JarmGuard(ROLES);
    private static final DockerTokenGuard DOCKER = new DockerTokenGuard(ROLES);

    private static UserInfoGuard userInfo(String clientId, Subject subject) {
        return new UserInfoGuard(ROLES, clientId, subject);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "jwt, true",
                "query.jwt, true",
                "fragment.jwt, true",
                "form_post.jwt, true",
                "query, false",
                "fragment, false",
                "jwt.query, false",
                "'', false",
                "-, false"
            })
    void jarmWhenTheModeIsSignedThenSo(String mode, boolean signed) {
        assertThat(JarmGuard.isSigned(mode)).isEqualTo(signed);
    }

    @Test
    void jarmWhenOfTheApisOwnClientThenRefused() {
        assertThat(JARM.refusal(API, "query.jwt")).hasValueSatisfying(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.REQUIRED_ROLE);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.AUTHORIZATION);
            assertThat(refusal.event()).isEqualTo(EventType.LOGIN);
            assertThat(refusal.error()).isEqualTo("invalid_request");
            assertThat(refusal.clientId()).isEqualTo(API);
            assertThat(refusal.details()).isEqualTo(Map.of("response_mode", "query.jwt"));
        });
        assertThat(JARM.refusal(PORTAL, "query.jwt")).isEmpty();
    }

    @Test
    void dockerWhenOfTheApisOwnClientThenRefused() {
        assertThat(DOCKER.refusal(API, "id-of-pat")).hasValueSatisfying(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.REQUIRED_ROLE);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.LOGIN);
            assertThat(refusal.event()).isEqualTo(EventType.LOGIN);
            assertThat(refusal.error()).isEqualTo("access_denied");
            assertThat(refusal.clientId()).isEqualTo(API);
            assertThat(refusal.userId()).isEqualTo("id-of-pat");
            assertThat(refusal.details()).isEqualTo(Map.of("audience", API));
        });
        assertThat(DOCKER.refusal(PORTAL, "id-of-pat")).isEmpty();
    }

    @Test
    void userInfoWhenSignedForTheApisOwnClientThenRefused() {
        assertThat(userInfo(API, ADA).signedAnswer()).hasValueSatisfying(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.REQUIRED_ROLE);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.USERINFO);
            assertThat(refusal.event()).isEqualTo(EventType.USER_INFO_REQUEST);
            assertThat(refusal.error()).isEqualTo("invalid_request");
            assertThat(refusal.clientId()).isEqualTo(API);
            assertThat(refusal.userId()).isEqualTo("id-of-ada");
            assertThat(refusal.details()).isEqualTo(Map.of("audience", API));
        });
        assertThat(userInfo(PORTAL, ADA).signedAnswer()).isEmpty();
    }

    @Test
    void userInfoWhenTheRoleIsGoneThenRefused() {
        assertThat(userInfo(PORTAL, PAT).refusal(token(API))).hasValueSatisfying(refusal -> {
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.USERINFO);
            assertThat(refusal.event()).isEqualTo(EventType.USER_INFO_REQUEST);
            assertThat(refusal.clientId()).isEqualTo(PORTAL);
            assertThat(refusal.userId()).isEqualTo("id-of-pat");
        });
        assertThat(userInfo(PORTAL, ADA).refusal(token(API))).isEmpty();
        assertThat(userInfo(PORTAL, PAT).refusal(token(PORTAL))).isEmpty();
        assertThat(userInfo(PORTAL, PAT).refusal(token())).isEmpty();
    }
}

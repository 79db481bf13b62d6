package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.ADA;
import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.PAT;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.ROLES;
import static io.caregate.policy.token.TestRealm.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.token.TestRealm.TestPreview;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;

class LoginGuardTest {

    private static final LoginGuard OF_PAT = new LoginGuard(ROLES, PAT, "https://portal.example.org/cb");
    private static final LoginGuard OF_ADA = new LoginGuard(ROLES, ADA, null);
    private static final Denial DENIAL = new Denial(API, "therapist");

    @Test
    void codeWhenItsTokenWouldBeRefusedThenNone() {
        assertThat(OF_PAT.denial(token(API), TestPreview.PLAIN)).contains(DENIAL);
        assertThat(OF_ADA.denial(token(API), TestPreview.PLAIN)).isEmpty();
        assertThat(OF_PAT.denial(token(PORTAL), TestPreview.PLAIN)).isEmpty();
        assertThat(OF_PAT.denial(token(), TestPreview.PLAIN.scope("openid").inIdToken(API)))
                .contains(DENIAL);
    }

    @Test
    void codeWhenTheClientItselfIsProtectedThenNone() {
        RoleGuard portal =
                new RoleGuard(TestRealm.options(Map.of(PORTAL, RoleRequirement.parse("nurse"))), TestRealm.CLIENTS);

        assertThat(new LoginGuard(portal, PAT, null).denial(token(), TestPreview.PLAIN))
                .contains(new Denial(PORTAL, "nurse"));
        assertThat(new LoginGuard(portal, PAT.in("nurse"), null).denial(token(), TestPreview.PLAIN))
                .isEmpty();
    }

    @Test
    void codeWhenAnAudienceIsForgedThenThatDoesNotCount() {
        AccessToken forged = token(PORTAL);
        forged.getOtherClaims().put("aud", API);
        assertThat(OF_PAT.denial(forged, TestPreview.PLAIN)).isEmpty();
    }

    @Test
    void refusalWhenMadeThenItSaysWhoAndWhere() {
        var refusal = OF_PAT.refusal(DENIAL, PORTAL);

        assertThat(refusal.hook()).isEqualTo(EnforcementPoint.LOGIN);
        assertThat(refusal.event()).isEqualTo(EventType.LOGIN);
        assertThat(refusal.clientId()).isEqualTo(PORTAL);
        assertThat(refusal.userId()).isEqualTo("id-of-pat");
        assertThat(refusal.details())
                .isEqualTo(Map.of("username", "pat", "redirect_uri", "https://portal.example.org/cb", "audience", API));
        assertThat(OF_ADA.refusal(DENIAL, PORTAL).details()).doesNotContainKey("redirect_uri");
    }
}

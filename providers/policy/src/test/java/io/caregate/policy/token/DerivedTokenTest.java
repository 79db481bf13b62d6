package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RuleId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;

class DerivedTokenTest {
    private static boolean isRefused(String path) {
        return DerivedToken.refusal(path, new AccessToken(), EventType.PERMISSION_TOKEN)
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/realms/health/users",
                "admin/realms/health/users",
                "/admin",
                "/admin/api/health/clients/v2",
                "/realms/health/scim/v2/Users",
                "/realms/health/scim",
                "/realms/health/account",
                "/realms/health/account/applications/app/consent",
                "/realms/health/account/applications/a\u2028/consent",
                "/realms/health/account/applications/a\r/consent",
                "/admin/api/health/clients/v2/a\n",
                "/realms/a\u0085b/account",
                "/realms/health/broker/google/token",
                "/realms/health/protocol/oid4vc/create-credential-offer"
            })
    void pathWhenOfAdministrationThenSo(String path) {
        assertThat(isRefused(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/admin/protocol/openid-connect/userinfo",
                "/realms/health/accountant",
                "/realms/health/broker/google/endpoint",
                "/realms/health/protocol/oid4vc/credential",
                "/realms/health/scimitar",
                "/administration",
                "/realms/health/protocol/openid-connect/admin",
                "/"
            })
    void pathWhenOfSomethingElseThenNot(String path) {
        assertThat(isRefused(path)).isFalse();
    }

    @Test
    void tokenWhenItBearsTheMarkThenMarked() {
        AccessToken token = new AccessToken();
        assertThat(DerivedToken.isMarked(token)).isFalse();
        token.getOtherClaims().put(IdentityClaim.DERIVED, true);
        assertThat(DerivedToken.isMarked(token)).isTrue();
    }

    @Test
    void refusalWhenMadeThenItNamesTheClientAndTheGrant() {
        AccessToken token = new AccessToken();
        token.issuedFor("portal");
        assertThat(DerivedToken.refusal("/admin", token, EventType.TOKEN_EXCHANGE))
                .hasValueSatisfying(refusal -> {
                    assertThat(refusal.rules()).containsExactly(RuleId.TOKEN_SUBJECT);
                    assertThat(refusal.hook()).isEqualTo(EnforcementPoint.TOKEN);
                    assertThat(refusal.event()).isEqualTo(EventType.TOKEN_EXCHANGE);
                    assertThat(refusal.error()).isEqualTo("invalid_token");
                    assertThat(refusal.clientId()).isEqualTo("portal");
                });
    }

    @Test
    void marksWhenIntrospectionShowsATokenThenKeptAndNothingElse() {
        AccessToken presented = new AccessToken();
        presented.getOtherClaims().put(IdentityClaim.DERIVED, true);
        presented.getOtherClaims().put("caregate_line", "first");
        presented.getOtherClaims().put("patient", "17");
        AccessToken shown = new AccessToken();
        DerivedToken.keepMarks(presented, shown);
        assertThat(shown.getOtherClaims())
                .containsOnly(entry(IdentityClaim.DERIVED, true), entry("caregate_line", "first"));
        AccessToken plain = new AccessToken();
        DerivedToken.keepMarks(new AccessToken(), plain);
        assertThat(plain.getOtherClaims()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HS512, true",
        "HS384, true",
        "HS256, true",
        "RS256, false",
        "PS256, false",
        "ES512, false",
        "EdDSA, false",
        "none, false",
        "hs512, false",
        ", false"
    })
    void refreshTokenWhenSignedThenOnlyWithASecret(String algorithm, boolean isOne) {
        AccessToken token = new AccessToken();
        token.issuedFor("app");
        assertThat(DerivedToken.refreshRefusal(algorithm, token).isEmpty()).isEqualTo(isOne);
        DerivedToken.refreshRefusal(algorithm, token).ifPresent(refusal -> {
            assertThat(refusal.error()).isEqualTo("invalid_grant");
            assertThat(refusal.clientId()).isEqualTo("app");
        });
    }
}

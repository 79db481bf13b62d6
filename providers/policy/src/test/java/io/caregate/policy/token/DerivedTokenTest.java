package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.IdentityClaim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.AccessToken;

final class DerivedTokenTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/realms/health/users",
                "admin/realms/health/users",
                "/admin",
                "/admin/api/health/clients/v2",
                "/realms/health/scim/v2/Users",
                "/realms/health/scim"
            })
    void pathWhenOfAdministrationThenSo(String path) {
        assertThat(DerivedToken.isAdministration(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/admin/protocol/openid-connect/userinfo",
                "/realms/health/account",
                "/realms/health/scimitar",
                "/administration",
                "/realms/health/protocol/openid-connect/admin",
                "/"
            })
    void pathWhenOfSomethingElseThenNot(String path) {
        assertThat(DerivedToken.isAdministration(path)).isFalse();
    }

    @Test
    void tokenWhenItBearsTheMarkThenMarked() {
        AccessToken token = new AccessToken();
        assertThat(DerivedToken.isMarked(token)).isFalse();
        token.getOtherClaims().put(IdentityClaim.DERIVED, true);
        assertThat(DerivedToken.isMarked(token)).isTrue();
    }
}

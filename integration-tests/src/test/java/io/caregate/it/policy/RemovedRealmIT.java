package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tokens of a realm that was deleted during their lifetime, and made again under its name. */
@OnSharedServer
final class RemovedRealmIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String API = "health-api";
    private static final String NAME = "removed-and-made-again";
    private static final String PASSWORD = "password";
    private static final TestClient APP = TestClient.confidential("app").redirectUris(CALLBACK);
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris(CALLBACK);

    @Test
    void tokensWhenTheirRealmIsMadeAgainWithTheSameKeyAndUserThenOfNoUse(Keycloak keycloak) {
        Answer tokens;
        Answer ofSpa;
        Answer offline;
        try (TestRealm realm = realm(keycloak)) {
            tokens = realm.signIn(APP, "thea", PASSWORD, "openid", API).expect(200);
            ofSpa = realm.signIn(SPA, "thea", PASSWORD, "openid", API).expect(200);
            offline = realm.signIn(APP, "thea", PASSWORD, "openid", "offline_access", API)
                    .expect(200);
            assertThat(realm.oidc().userinfo(tokens.accessToken()).status()).isEqualTo(200);
        }
        assertThat(keycloak.oidc(NAME).userinfo(tokens.accessToken()).status()).isEqualTo(404);

        try (TestRealm realm = realm(keycloak)) {
            for (Answer each : new Answer[] {tokens, ofSpa, offline}) {
                assertThat(realm.oidc().userinfo(each.accessToken()).status()).isEqualTo(401);
                assertThat(realm.oidc()
                                .introspect(TestClient.resourceServer(API), each.accessToken())
                                .json()
                                .path("active")
                                .asBoolean())
                        .isFalse();
                TestClient client = each == ofSpa ? SPA : APP;
                assertThat(realm.oidc()
                                .refresh(client, each.refreshToken())
                                .expect(400)
                                .error())
                        .isEqualTo("invalid_grant");
            }
            realm.signIn(APP, "thea", PASSWORD, "openid", API).expect(200);
        }
    }

    private static TestRealm realm(Keycloak keycloak) {
        return keycloak.realm()
                .name(NAME)
                .realmRole("therapist")
                .set(
                        "users",
                        List.of(Map.of(
                                "id",
                                "6b2f7d2e-7d57-4a7e-9a53-6f3f0a1f0c11",
                                "username",
                                "thea",
                                "enabled",
                                true,
                                "email",
                                "thea@example.org",
                                "firstName",
                                "First",
                                "lastName",
                                "Last",
                                "realmRoles",
                                List.of("therapist", "offline_access"),
                                "credentials",
                                List.of(Map.of("type", "password", "value", PASSWORD)))))
                .protectedApi(API, "therapist")
                .client(APP)
                .client(SPA)
                .create();
    }
}

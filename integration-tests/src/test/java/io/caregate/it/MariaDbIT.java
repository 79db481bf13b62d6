package io.caregate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The pack's tables and statements on MariaDB: made by its migrations, written, sealed, read, and found again. */
final class MariaDbIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris("https://spa.example.org/callback");
    private static final TestClient AUDITOR = TestClient.service("auditor-service");

    @Test
    void packWhenOnMariaDbThenRulesHoldAndTheLogIsSealedAndOutlivesTheServer() throws Exception {
        try (var database = MariaDb.start()) {
            var builder = SharedServer.builder()
                    .database("mariadb", database.jdbcUrl(), database.user(), database.password())
                    .option("--spi-client-policy-manager--caregate--report-only=pkce-s256");
            String name;
            try (var server = builder.start()) {
                var realm = new Keycloak(server)
                        .realm()
                        .realmRole("auditor")
                        .client(APP)
                        .client(SPA)
                        .service(AUDITOR, "auditor")
                        .create();
                name = realm.name();
                assertThat(realm.register(TestClient.confidential("wild").redirectUris("*"))
                                .error())
                        .isEqualTo("invalid_redirect_uri");
                realm.oidc().password(APP, "somebody", "wrong").expect(400);
                // Report mode's counts are one more table.
                Http.send(Http.request(
                        realm.oidc().authorization(SPA).withoutPkce().uri()));
                assertSealed(realm.oidc());
                assertThat(realm.realmAdmin()
                                .get("/" + name + "/caregate/findings")
                                .status())
                        .isEqualTo(200);
            }
            try (var server = builder.start()) {
                assertSealed(new Keycloak(server).oidc(name));
            }
        }
    }

    private static void assertSealed(Oidc oidc) {
        String token = oidc.clientCredentials(AUDITOR).expect(200).accessToken();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(oidc.get("/caregate/audit/events?type=LOGIN_ERROR", token)
                                .expect(200)
                                .json()
                                .path("events")
                                .path(0)
                                .path("seq")
                                .asLong())
                        .isPositive());
        Answer proof = oidc.get("/caregate/audit/events?type=LOGIN_ERROR", token);
        long seq = proof.json().path("events").path(0).path("seq").asLong();
        assertThat(oidc.get("/caregate/audit/events/" + seq, token).expect(200).text("leaf"))
                .isNotEmpty();
    }
}

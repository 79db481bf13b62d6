package io.caregate.it.operation;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.BootstrapAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The pack on the database that it is used with: its tables, its rules, and a log that survives the server. */
@Needs(POSTGRES)
final class PostgresIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final TestClient AUDITOR = TestClient.service("auditor-service");
    private static final int FAILURES = 50;

    @Test
    void packWhenOnPostgresThenRulesHoldAndAnsweredFailuresSurviveAKill() {
        try (var database = Postgres.start()) {
            var builder = database.server()
                    .admin(BootstrapAdmin.random())
                    .option("--spi-client-policy-manager--caregate--report-only=pkce-s256");
            String name;
            try (var server = builder.start()) {
                var keycloak = new Keycloak(server);
                var realm = keycloak.realm()
                        .realmRole("auditor")
                        .client(APP)
                        .service(AUDITOR, "auditor")
                        .create();
                name = realm.name();
                assertThat(realm.register(TestClient.confidential("wild").redirectUris("*"))
                                .error())
                        .isEqualTo("invalid_redirect_uri");
                assertThat(realm.register(TestClient.confidential("a\u0000b")).status())
                        .isEqualTo(400);
                assertThat(realm.oidc()
                                .get("/protocol/openid-connect/auth?client_id=%00")
                                .status())
                        .isEqualTo(400);
                IntStream.range(0, FAILURES).forEach(number -> assertThat(realm.oidc()
                                .password(APP, "user-" + number, "wrong")
                                .error())
                        .isEqualTo("unsupported_grant_type"));
                assertReported(realm);
                server.kill9();
            }
            writeWildcardsInto(database, name);
            try (var server = builder.start()) {
                var oidc = new Keycloak(server).oidc(name);
                String token = oidc.clientCredentials(AUDITOR).expect(200).accessToken();
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(numbers(oidc, token))
                        .hasSize(FAILURES)
                        .doesNotContain(0L)
                        .doesNotHaveDuplicates());
                assertWildcardsMatchNothing(new Keycloak(server).existingRealm(name));
            }
        }
    }

    /** Acts as a person who can write rows and asks no server. */
    private static void writeWildcardsInto(Postgres database, String realm) {
        String app = "(select c.id from client c join realm r on r.id = c.realm_id where r.name = '" + realm
                + "' and c.client_id = 'app')";
        database.sql("update client set implicit_flow_enabled = true, direct_access_grants_enabled = true where id = "
                + app + ";"
                + "insert into redirect_uris (client_id, value) values (" + app + ", '*');"
                + "insert into web_origins (client_id, value) values (" + app + ", '*')");
    }

    private static void assertWildcardsMatchNothing(TestRealm realm) {
        assertThat(realm.admin()
                        .client(realm.name(), "app")
                        .path("redirectUris")
                        .toString())
                .contains("\"*\"");
        var evil = realm.browser()
                .open(realm.oidc()
                        .authorization(APP)
                        .redirectUri("https://evil.example/cb")
                        .uri());
        assertThat(evil.status()).isEqualTo(400);
        assertThat(evil.hasRedirect()).isFalse();
        assertThat(realm.browser()
                        .open(realm.oidc()
                                .authorization(APP)
                                .responseType("token")
                                .parameter("nonce", "n")
                                .uri())
                        .redirectParameters())
                .containsEntry("error", "unsupported_response_type");
        assertThat(realm.oidc().password(APP, "written", "wrong").error()).isEqualTo("unsupported_grant_type");
        assertThat(realm.oidc()
                        .tokenFromOrigin(APP, "https://evil.example", Map.of("grant_type", "client_credentials"))
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(realm.browser()
                        .open(realm.oidc().authorization(APP).uri())
                        .login("nobody", "wrong")
                        .status())
                .as("the exact URI beside them is served")
                .isEqualTo(200);
    }

    private static void assertReported(TestRealm realm) {
        for (int number = 1; number <= 2; number++) {
            int times = number;
            realm.browser()
                    .open(realm.oidc()
                            .authorization(APP)
                            .parameter("code_challenge_method", "plain")
                            .uri());
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(realm.admin()
                            .get(realm.adminPath("/caregate/findings"))
                            .expect(200)
                            .json()
                            .findValuesAsText("count"))
                    .containsExactly(String.valueOf(times)));
        }
    }

    // An entry that is stored but has no number yet shows as 0.
    private static List<Long> numbers(Oidc oidc, String token) {
        var events = oidc.get("/caregate/audit/events?error=unsupported_grant_type&limit=1000", token)
                .expect(200)
                .json()
                .path("events");
        return StreamSupport.stream(events.spliterator(), false)
                .map(event -> event.path("seq").asLong())
                .toList();
    }
}

package io.caregate.it.operation;

import static io.caregate.it.fixture.Needs.Tool.MARIADB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Http;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.MariaDb;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.SharedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pack's tables and statements on MariaDB: made by its migrations, written, sealed, read, and found again. */
@Needs(MARIADB)
final class MariaDbIT {
    private static final String SINK = "--spi-caregate-audit-sink--";

    @TempDir
    private static Path folder;

    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris("https://spa.example.org/callback");
    private static final TestClient AUDITOR = TestClient.service("auditor-service");

    @Test
    void packWhenOnMariaDbThenRulesHoldAndTheLogIsSealedAndOutlivesTheServer() throws Exception {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        // A receiver that rejects everything is asked ever more seldom.
        receiver.createContext("/", exchange -> {
            String items = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(items.contains("LOGIN_ERROR") ? 422 : 204, -1);
            exchange.close();
        });
        receiver.start();
        Files.writeString(
                folder.resolve("secret"), "whsec_" + Base64.getEncoder().encodeToString(new byte[32]));
        try (var database = MariaDb.start()) {
            var builder = SharedServer.builder()
                    .option(SINK + "file--directory=" + folder.resolve("log"))
                    .option(SINK + "webhook--url=http://127.0.0.1:"
                            + receiver.getAddress().getPort() + "/")
                    .option(SINK + "webhook--secret-file=" + folder.resolve("secret"))
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
                // The counts of report mode are another table.
                Http.send(Http.request(
                        realm.oidc().authorization(SPA).withoutPkce().uri()));
                assertSealed(realm.oidc());
                assertDelivered(realm.oidc());
                assertThat(realm.realmAdmin()
                                .get("/" + name + "/caregate/findings")
                                .status())
                        .isEqualTo(200);
            }
            try (var server = builder.start()) {
                assertSealed(new Keycloak(server).oidc(name));
            }
        } finally {
            receiver.stop(0);
        }
    }

    /** The file has the entries that the receiver rejects, and the log says that they were rejected. */
    private static void assertDelivered(Oidc oidc) {
        String token = oidc.clientCredentials(AUDITOR).expect(200).accessToken();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        oidc.get("/caregate/audit/events?type=CAREGATE_AUDIT_DEAD_LETTER", token)
                                .expect(200)
                                .body())
                .contains("the receiver answered 422"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(written()).contains("LOGIN_ERROR", "CAREGATE_AUDIT_DEAD_LETTER"));
    }

    private static String written() throws IOException {
        StringBuilder text = new StringBuilder();
        try (var files = Files.newDirectoryStream(folder.resolve("log"), "audit-*.jsonl")) {
            for (Path file : files) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
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

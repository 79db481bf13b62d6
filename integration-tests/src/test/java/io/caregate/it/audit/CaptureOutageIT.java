package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that hangs, is away, and comes back under load. The outage lasts as long as {@code -Dcaregate.outage=60}
 * says, in seconds. Keycloak's own event store is off: with it, a request needs the database whether the pack is there
 * or not.
 */
@Needs(POSTGRES)
@Tag("alone")
final class CaptureOutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("caregate.outage", 8));
    private static final Duration MOST_ADDED = Duration.ofMillis(250);
    private static final int CLIENTS = 8;

    @TempDir
    private Path folder;

    @Test
    void loginsWhenTheDatabaseHangsOrIsAwayThenAnsweredAsStockDoesAndEachIsInTheLogOnceInOrder() {
        Map<String, List<FailingClients.Sent>> stock;
        try (var postgres = Postgres.withKeycloak();
                var server = postgres.server().withoutPack().start()) {
            stock = outages(newRealm(server).oidc(), postgres);
        }
        try (var postgres = Postgres.withKeycloak();
                var server = postgres.server().start()) {
            var database = new AuditDatabase(postgres);
            TestRealm realm = newRealm(server);
            Map<String, List<FailingClients.Sent>> pack = outages(realm.oidc(), postgres);

            database.awaitSealed(server);
            List<String> marks = database.userAgents("CLIENT_LOGIN_ERROR");
            for (String phase : pack.keySet()) {
                print(phase, stock.get(phase), pack.get(phase));
                assertThat(pack.get(phase))
                        .allSatisfy(sent -> assertThat(sent.status()).isEqualTo(401));
                assertThat(percentile(pack.get(phase), 99))
                        .as(phase)
                        .isLessThanOrEqualTo(percentile(stock.get(phase), 99).plus(MOST_ADDED));
                FailingClients.assertEachOnceInOrder(marks, pack.get(phase));
            }
        }
    }

    private Map<String, List<FailingClients.Sent>> outages(Oidc oidc, Postgres postgres) {
        Map<String, List<FailingClients.Sent>> sent = new LinkedHashMap<>();
        sent.put("up", during(oidc, "up", () -> pause(Duration.ofSeconds(3)), () -> {}));
        sent.put(
                "hangs",
                during(
                        oidc,
                        "hangs",
                        () -> {
                            postgres.freeze();
                            pause(OUTAGE);
                        },
                        postgres::thaw));
        sent.put(
                "away",
                during(
                        oidc,
                        "away",
                        () -> {
                            postgres.stop();
                            pause(OUTAGE);
                        },
                        postgres::restart));
        return sent;
    }

    private static List<FailingClients.Sent> during(Oidc oidc, String name, Runnable outage, Runnable end) {
        FailingClients clients = new FailingClients(oidc.endpoint("token"), name, CLIENTS);
        try (clients) {
            clients.awaitRefused(500);
            outage.run();
            end.run();
            pause(Duration.ofSeconds(3));
        }
        return clients.sent();
    }

    private static void print(String phase, List<FailingClients.Sent> stock, List<FailingClients.Sent> pack) {
        System.out.printf(
                "database %s: stock %d answers, p50 %d ms, p99 %d ms, max %d ms; pack %d answers, p50 %d, p99"
                        + " %d, max %d ms%n",
                phase,
                stock.size(),
                percentile(stock, 50).toMillis(),
                percentile(stock, 99).toMillis(),
                percentile(stock, 100).toMillis(),
                pack.size(),
                percentile(pack, 50).toMillis(),
                percentile(pack, 99).toMillis(),
                percentile(pack, 100).toMillis());
    }

    private static Duration percentile(List<FailingClients.Sent> sent, int percent) {
        List<Duration> times = sent.stream()
                .map(FailingClients.Sent::time)
                .sorted(Comparator.naturalOrder())
                .toList();
        return times.get((times.size() - 1) * percent / 100);
    }

    private static TestRealm newRealm(KeycloakServer server) {
        return new Keycloak(server)
                .realm()
                .client(TestClient.service("backend"))
                .create();
    }

    private static void pause(Duration duration) {
        try {
            new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

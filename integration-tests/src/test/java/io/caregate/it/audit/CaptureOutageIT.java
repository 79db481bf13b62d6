package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                var server = on(postgres).withoutPack().start()) {
            stock = outages(newRealm(server).oidc(), postgres);
        }
        try (var postgres = Postgres.withKeycloak();
                var server = on(postgres).start()) {
            var database = new AuditDatabase(postgres);
            TestRealm realm = newRealm(server);
            Map<String, List<FailingClients.Sent>> pack = outages(realm.oidc(), postgres);

            database.awaitSealed(spillOf(server));
            List<String> marks = database.userAgents("CLIENT_LOGIN_ERROR");
            for (String phase : pack.keySet()) {
                print(phase, stock.get(phase), pack.get(phase));
                assertThat(pack.get(phase))
                        .allSatisfy(sent -> assertThat(sent.status()).isEqualTo(401));
                assertThat(percentile(pack.get(phase), 99))
                        .as(phase)
                        .isLessThanOrEqualTo(percentile(stock.get(phase), 99).plus(MOST_ADDED));
                assertEachOnceInOrder(marks, pack.get(phase), phase);
            }
        }
    }

    /** Two nodes, one of which cannot even spill. */
    @Test
    void entriesWhenTheSpillsDiskIsFullWhileTheDatabaseIsAwayThenKeptInMemoryLoudly() throws Exception {
        Path small = smallDisk();
        try (var postgres = Postgres.withKeycloak();
                var first = on(postgres).start();
                var second = on(postgres)
                        .option("--spi-events-listener--caregate-audit--spill-dir=" + small)
                        .option("--spi-events-listener--caregate-audit--node-name=second")
                        .start()) {
            var database = new AuditDatabase(postgres);
            String realm = newRealm(first).name();
            Oidc onFirst = new Keycloak(first).oidc(realm);
            Oidc onSecond = new Keycloak(second).oidc(realm);
            List<FailingClients.Sent> sent = new ArrayList<>();
            FailingClients one = new FailingClients(onFirst.endpoint("token"), "first", CLIENTS / 2);
            FailingClients two = new FailingClients(onSecond.endpoint("token"), "second", CLIENTS / 2);
            try (one;
                    two) {
                two.awaitRefused(100);
                postgres.stop();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> metric(second, "caregate_audit_memory_entries") > 100);
                postgres.restart();
                pause(Duration.ofSeconds(2));
            }
            sent.addAll(one.sent());
            sent.addAll(two.sent());

            assertThat(sent).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(401));
            assertThat(second.log()).contains("the spill takes no entries: from now on they are in memory only");
            await().atMost(Duration.ofMinutes(1)).until(() -> metric(second, "caregate_audit_memory_entries") == 0);
            database.awaitSealed(spillOf(first));
            database.awaitSealed(small);
            assertThat(metric(second, "caregate_audit_lost_total")).isZero();
            assertEachOnceInOrder(database.userAgents("CLIENT_LOGIN_ERROR"), sent, "");
        } finally {
            run("umount", small.toString());
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

    /** Each mark once, and those of one client in the order in which it sent them. */
    private static void assertEachOnceInOrder(List<String> marks, List<FailingClients.Sent> sent, String name) {
        Set<String> expected =
                Set.copyOf(sent.stream().map(FailingClients.Sent::mark).toList());
        List<String> found = marks.stream().filter(expected::contains).toList();
        assertThat(found).as(name).doesNotHaveDuplicates().hasSize(expected.size());
        Map<String, Integer> last = new HashMap<>();
        for (String mark : found) {
            int dash = mark.lastIndexOf('-');
            int number = Integer.parseInt(mark.substring(dash + 1));
            assertThat(number).as(mark).isGreaterThan(last.getOrDefault(mark.substring(0, dash), -1));
            last.put(mark.substring(0, dash), number);
        }
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

    private static ServerBuilder on(Postgres postgres) {
        return postgres.server();
    }

    private static TestRealm newRealm(KeycloakServer server) {
        return new Keycloak(server)
                .realm()
                .client(TestClient.service("backend"))
                .create();
    }

    /** The folder in which this server spills, as its start logs it. */
    private static Path spillOf(KeycloakServer server) {
        String line = server.log()
                .lines()
                .filter(candidate -> candidate.contains(" spill-dir="))
                .findFirst()
                .orElseThrow();
        return Path.of(line.substring(line.indexOf(" spill-dir=") + " spill-dir=".length()));
    }

    private static double metric(KeycloakServer server, String name) {
        return RestAssured.get(URI.create(server.managementUrl() + "/metrics"))
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Path smallDisk() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", small.toString()) == 0,
                "skipped: a small disk takes the right to mount one");
        return small;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }

    private static void pause(Duration duration) {
        try {
            new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

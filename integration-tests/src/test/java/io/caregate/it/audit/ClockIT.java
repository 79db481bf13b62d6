package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.FAKETIME;
import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.HostClock;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.ServerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets the clock of a database's host back and forth while logins fail. Leases expire by that clock. */
@Needs({POSTGRES, FAKETIME})
final class ClockIT {
    private static final TestClient WORKER = TestClient.service("worker");
    private static final int EACH = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private final Set<String> refused = new HashSet<>();

    @Test
    void clockWhenSetBackAnHourThenEveryEntryIsSealedInOrderAndDeliveredByTheNextNodeToo() throws Exception {
        var clock = new HostClock(folder);
        var log = new SealedFiles(folder.resolve("log"));
        Path key = Files.writeString(folder.resolve("key.pem"), NoteSigner.newPem());
        try (Postgres postgres = Postgres.withKeycloak(clock.environment())) {
            var database = new AuditDatabase(postgres);
            ServerBuilder builder = builder(postgres, log, key);
            String name;
            try (var server = builder.start()) {
                var keycloak = new Keycloak(server);
                TestRealm realm = keycloak.realm().client(WORKER).create();
                name = realm.name();
                failAndAwait(realm, "right", database, log);

                set(clock, Duration.ofHours(-1), database);
                failAndAwait(realm, "back", database, log);
                server.kill9();
            }
            try (var server = builder.start()) {
                TestRealm realm = new Keycloak(server).existingRealm(name);
                failAndAwait(realm, "next", database, log);
                set(clock, Duration.ofHours(2), database);
                failAndAwait(realm, "forth", database, log);
                awaitCheckpointOver(log, database);
            }
            NoteVerifier signedBy =
                    NoteSigner.ofPem("it/audit", Files.readString(key)).key();
            // Without a tolerance for clocks, the log may appear to have been set back. With one, all of it is proved.
            assertThat(log.verify(signedBy, "--time-tolerance", "PT4H")
                            .path("result")
                            .asText())
                    .startsWith("ok");
            assertThat(database.userAgents("CLIENT_LOGIN_ERROR")).containsExactlyInAnyOrderElementsOf(refused);
            assertThat(database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG"))
                    .isEqualTo(database.number("SELECT MAX(SEQ) FROM CAREGATE_AUDIT_LOG"));
        }
    }

    private static void set(HostClock clock, Duration later, AuditDatabase database) {
        clock.set(later);
        await().atMost(PATIENCE)
                .until(() -> Math.abs(database.number("SELECT CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) AS BIGINT)")
                                - Instant.now().plus(later).getEpochSecond())
                        < 60);
    }

    /** Some logins fail, and their entries are in the file. */
    private void failAndAwait(TestRealm realm, String name, AuditDatabase database, SealedFiles log) {
        var clients = new FailingClients(realm.oidc().endpoint("token"), name, 2);
        try (clients) {
            clients.awaitRefused(EACH);
        }
        refused.addAll(clients.refused());
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            assertThat(database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX"))
                    .isZero();
            assertThat(containing(log, "CLIENT_LOGIN_ERROR")).hasSizeGreaterThanOrEqualTo(refused.size());
        });
    }

    private static void awaitCheckpointOver(SealedFiles log, AuditDatabase database) {
        String size = "\\n" + database.number("SELECT MAX(SEQ) FROM CAREGATE_AUDIT_LOG") + "\\n";
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> containing(log, "\"checkpoint\"").stream().anyMatch(line -> line.contains(size)));
    }

    private static List<String> containing(SealedFiles log, String text) {
        return log.lines().stream().filter(line -> line.contains(text)).toList();
    }

    private static ServerBuilder builder(Postgres postgres, SealedFiles log, Path key) {
        return postgres.server()
                .option("--spi-events-listener--caregate-audit--signing-key-file=" + key)
                .option("--spi-events-listener--caregate-audit--origin=it/audit")
                .option("--spi-caregate-audit-sink--file--directory=" + log.folder());
    }
}

package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every failure that was answered is in the log once, whichever process is killed right after the answer. The database
 * flushes asynchronous commits only every ten seconds ({@code wal_writer_delay}), so a commit that did not wait for the
 * disk is lost. More rounds: {@code -Dcaregate.rounds=3}.
 */
@Needs(POSTGRES)
final class CaptureCrashIT {
    private static final int ROUNDS = Integer.getInteger("caregate.rounds", 1);
    private static final int FAILURES = 300;
    private static final int CLIENTS = 4;

    private final Set<String> answered = new HashSet<>();
    private final List<TestRealm> realms = new ArrayList<>();

    @TempDir
    private Path data;

    @Test
    void failuresWhenServerAndDatabaseAreKilledAfterTheAnswerThenEachIsInTheLogOnce() {
        try (var postgres = Postgres.withKeycloak("wal_writer_delay=10000")) {
            var database = new AuditDatabase(postgres);
            var builder = postgres.server().data(data);
            try (var first = builder.start()) {
                createRealms(new Keycloak(first));
                for (int round = 1; round <= ROUNDS; round++) {
                    round(round, round == 1 ? first : null, builder, postgres, database);
                }
            }
            try (var last = builder.start()) {
                assertEachOnce(database, "end");
                assertThat(last.isRunning()).isTrue();
            }
        }
    }

    private void round(
            int round, KeycloakServer running, ServerBuilder builder, Postgres postgres, AuditDatabase database) {
        KeycloakServer server = running == null ? builder.start() : running;
        try (server) {
            underLoad(server, "both" + round, () -> {
                postgres.kill9();
                server.kill9();
            });
        }
        postgres.restart();
        printEventStore(round, database);
        try (var next = builder.start()) {
            assertEachOnce(database, "round " + round + ", server and database killed");
            underLoad(next, "server" + round, next::kill9);
        }
        try (var after = builder.start()) {
            assertEachOnce(database, "round " + round + ", server killed");
            underLoad(after, "database" + round, () -> {
                postgres.kill9();
                postgres.restart();
            });
            assertEachOnce(database, "round " + round + ", database killed");
        }
    }

    /**
     * Fails logins in both realms, runs {@code kill} as soon as 300 were answered, and counts the answers until the
     * end.
     */
    private void underLoad(KeycloakServer server, String name, Runnable kill) {
        List<FailingClients> clients = new ArrayList<>();
        for (TestRealm realm : realms) {
            var oidc = new Keycloak(server).oidc(realm.name());
            clients.add(new FailingClients(oidc.endpoint("token"), name + realm.name(), CLIENTS));
        }
        clients.forEach(client -> client.awaitRefused(FAILURES / realms.size()));
        kill.run();
        clients.forEach(FailingClients::close);
        clients.forEach(client -> answered.addAll(client.refused()));
    }

    private void assertEachOnce(AuditDatabase database, String when) {
        database.awaitSealed(data.resolve("caregate-audit"));
        List<String> marks = database.userAgents("CLIENT_LOGIN_ERROR");
        assertThat(marks)
                .as(when)
                .filteredOn(answered::contains)
                .doesNotHaveDuplicates()
                .hasSize(answered.size());
        // If the event store cannot commit, Keycloak answers differently and raises a second event for the request.
        assertThat(database.eventIds()).as(when).doesNotHaveDuplicates();
        System.out.printf(
                "%s: %d failures answered, each in the log once; %d entries%n", when, answered.size(), marks.size());
    }

    /** The entries for the same failures in Keycloak's own store, for comparison. */
    private void printEventStore(int round, AuditDatabase database) {
        System.out.printf(
                "round %d: Keycloak's own event store has %d of the failures of one realm; answered in both: %d%n",
                round, database.number("SELECT COUNT(*) FROM EVENT_ENTITY"), answered.size());
    }

    private void createRealms(Keycloak keycloak) {
        for (boolean store : List.of(true, false)) {
            realms.add(keycloak.realm()
                    .set("eventsEnabled", store)
                    .client(TestClient.service("backend"))
                    .create());
        }
    }
}

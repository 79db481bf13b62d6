package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.auditlog.entry.Row;
import io.caregate.it.audit.faulty.FaultyListenerFactory;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four database connections in all, and another vendor's bad listener next to the pack's. */
@Needs(POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CaptureHardshipIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final int POOL = 4;
    private static final int AT_ONCE = 32;
    private static final Duration STALL = Duration.ofSeconds(30);

    private Postgres postgres;
    private AuditDatabase database;
    private KeycloakServer server;
    private Keycloak keycloak;
    private TestRealm realm;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        postgres = Postgres.withKeycloak();
        database = new AuditDatabase(postgres);
        server = postgres.server()
                .provider(faultyListener(folder))
                .option("--db-pool-max-size=" + POOL)
                .option("--spi-events-listener--caregate-audit--unknown-usernames=clear")
                .start();
        keycloak = new Keycloak(server);
        realm = newRealm(true);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Without Keycloak's event store, which takes a second connection for each failed login, and stalls by itself. */
    @Test
    void loginsWhenMoreFailAtOnceThanThereAreConnectionsThenNoneStallsAndAllAreInTheLog() throws Exception {
        ExecutorService browsers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            long began = System.nanoTime();
            TestRealm quiet = newRealm(false);
            List<Callable<Integer>> logins = IntStream.range(0, AT_ONCE * 2)
                    .<Callable<Integer>>mapToObj(i -> () -> quiet.browser()
                            .open(quiet.oidc().authorization(APP).uri())
                            .login("crowd-" + i, "wrong")
                            .status())
                    .toList();
            for (Future<Integer> status : browsers.invokeAll(logins)) {
                assertThat(status.get()).isEqualTo(200);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(STALL);
        } finally {
            browsers.shutdown();
        }
        assertThat(names("crowd-")).hasSize(AT_ONCE * 2).doesNotHaveDuplicates();
    }

    @Test
    void clientLoginsWhenMoreFailAtOnceThanThereAreConnectionsThenNoneStallsAndAllAreInTheLog() {
        FailingClients clients = new FailingClients(realm.oidc().endpoint("token"), "many", AT_ONCE);
        try (clients) {
            clients.awaitRefused(2_000);
        }
        assertThat(clients.sent()).allSatisfy(sent -> {
            assertThat(sent.status()).as(sent.mark()).isEqualTo(401);
            assertThat(sent.time()).isLessThan(STALL);
        });
        assertEachOnce(clients.refused(), "many-");
    }

    @ParameterizedTest
    @EnumSource(FaultyListenerFactory.Fault.class)
    void errorWhenAnotherListenerFailsThenInTheLogOnce(FaultyListenerFactory.Fault fault) {
        Set<String> marks = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            String mark = "fault-" + fault + "-" + i;
            marks.add(mark);
            int status = keycloak.given()
                    .header("User-Agent", mark)
                    .header(FaultyListenerFactory.HEADER, fault.name())
                    .formParam("grant_type", "client_credentials")
                    .formParam("client_id", "backend")
                    .formParam("client_secret", "wrong")
                    .post(realm.oidc().endpoint("token"))
                    .statusCode();
            assertThat(status).isIn(401, 500);
        }
        assertThat(entriesOf(marks)).as("one entry an event").doesNotHaveDuplicates();
        if (fault == FaultyListenerFactory.Fault.FAILS_AT_COMMIT) {
            // Keycloak cannot commit its first event, and raises a second one for that failure.
            assertThat(entriesOf(marks)).hasSize(2 * marks.size());
        } else {
            assertEachOnce(marks, "fault-" + fault);
        }
    }

    /** Another listener can make the change itself fail. Then there is nothing to report. */
    @ParameterizedTest
    @EnumSource(FaultyListenerFactory.Fault.class)
    void changeWhenAnotherListenerFailsThenInTheLogExactlyIfItWasStored(FaultyListenerFactory.Fault fault) {
        String role = "role-of-" + fault;
        keycloak.given()
                .header("Authorization", "Bearer " + realm.admin().token())
                .header(FaultyListenerFactory.HEADER, fault.name())
                .contentType("application/json")
                .body("{\"name\":\"" + role + "\"}")
                .post("/admin/realms/" + realm.name() + "/roles");

        boolean stored = realm.admin().get(realm.adminPath("/roles/" + role)).status() == 200;
        assertThat(stored)
                .isEqualTo(fault != FaultyListenerFactory.Fault.FLUSHES_BAD_SQL
                        && fault != FaultyListenerFactory.Fault.FAILS_AT_COMMIT);
        assertThat(payloads("ADMIN_CREATE").stream().filter(payload -> payload.contains("\"roles/" + role + "\"")))
                .hasSize(stored ? 1 : 0);
    }

    /**
     * Keycloak does not wait for the disk if a transaction has only events in it. It must always wait with the pack's
     * rows.
     */
    @Test
    void changeWhenItsTransactionHoldsNothingButEventsThenItsCommitWaitsForTheDisk() throws IOException {
        assumeFalse(SharedServer.IS_26_6, "this Keycloak waits for the disk at each commit");
        String user = realm.admin().userId(realm.name(), "alice");
        postgres.sql("ALTER SYSTEM SET log_statement = 'all'");
        postgres.sql("SELECT pg_reload_conf()");
        await().until(() -> database.column("SHOW log_statement").equals(List.of("all")));
        keycloak.given()
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", "backend")
                .formParam("client_secret", "wrong")
                .post(realm.oidc().endpoint("token"));
        realm.admin().post(realm.adminPath("/users/" + user + "/logout"), "{}").expect(204);
        postgres.sql("ALTER SYSTEM RESET log_statement");
        postgres.sql("SELECT pg_reload_conf()");

        List<String> transactions = StatementLog.transactions(postgres.log());
        assertThat(transactions)
                .filteredOn(transaction ->
                        transaction.contains("EVENT_ENTITY") && !transaction.contains("ADMIN_EVENT_ENTITY"))
                .as("Keycloak's own event store, or this test shows nothing")
                .isNotEmpty()
                .allMatch(transaction -> transaction.contains("synchronous_commit TO OFF"));
        assertThat(transactions)
                .filteredOn(transaction ->
                        transaction.contains("ADMIN_EVENT_ENTITY") && transaction.contains("CAREGATE_AUDIT_INBOX"))
                .isNotEmpty()
                .noneMatch(transaction -> transaction.contains("synchronous_commit TO OFF"));
    }

    /**
     * The clients leave a connection to the deletion, and Keycloak's event store, which takes a second one for each
     * failure, is off. The deletion empties Keycloak's cache: the request that fills it again would wait for a
     * connection, while those that have one wait for this request.
     */
    @Test
    void realmWhenDeletedWithEntriesOnTheirWayThenTheyAreInTheLog() {
        TestRealm doomed = newRealm(false);
        FailingClients clients = new FailingClients(doomed.oidc().endpoint("token"), "doomed", 3);
        try (clients) {
            clients.awaitRefused(200);
            doomed.close();
        }
        awaitSealed();
        // A request whose realm was deleted before its event was stored is in the log, and was answered differently.
        assertThat(agents("doomed-"))
                .doesNotHaveDuplicates()
                .containsAll(clients.refused())
                .isSubsetOf(
                        clients.sent().stream().map(FailingClients.Sent::mark).toList());
        assertThat(payloads("ADMIN_DELETE"))
                .filteredOn(payload -> payload.contains("\"resource_path\":\"" + doomed.name() + "\""))
                .hasSize(1);
    }

    /**
     * As {@code VACUUM FULL} locks them, for longer than the writer waits. The entries wait as they are, and no
     * connection is left behind that waits, too.
     */
    @Test
    void tablesWhenLockedForLongThenEachEntryIsWholeAndNoConnectionIsLeftWaiting() throws Exception {
        Set<String> marks = new HashSet<>();
        try (Connection locking = DriverManager.getConnection(database.url());
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("LOCK TABLE CAREGATE_AUDIT_LOG, CAREGATE_AUDIT_INBOX IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < 20; i++) {
                String mark = "locked-" + i;
                marks.add(mark);
                assertThat(keycloak.given()
                                .header("User-Agent", mark)
                                .formParam("grant_type", "client_credentials")
                                .formParam("client_id", "backend")
                                .formParam("client_secret", "wrong")
                                .post(realm.oidc().endpoint("token"))
                                .statusCode())
                        .isEqualTo(401);
            }
            await().atMost(STALL).until(() -> server.log().contains("canceling statement due to statement timeout"));
            await().during(Duration.ofSeconds(10))
                    .atMost(STALL)
                    .until(() -> database.number("SELECT COUNT(*) FROM PG_STAT_ACTIVITY WHERE WAIT_EVENT_TYPE = 'Lock'")
                            <= POOL);
            locking.rollback();
        }
        assertEachOnce(marks, "locked-");
        assertThat(database.number(
                        "SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG WHERE PAYLOAD LIKE '%" + Row.REFUSED + "%'"))
                .isZero();
    }

    private TestRealm newRealm(boolean eventStore) {
        return keycloak.realm()
                .set("eventsEnabled", eventStore)
                .set("adminEventsEnabled", true)
                .user("alice", "alice-password")
                .client(APP)
                .client(TestClient.service("backend"))
                .create();
    }

    private void assertEachOnce(Set<String> marks, String prefix) {
        awaitSealed();
        assertThat(agents(prefix)).containsExactlyInAnyOrderElementsOf(marks);
    }

    private void awaitSealed() {
        database.awaitSealed(server);
    }

    private List<String> agents(String prefix) {
        return database.userAgents("CLIENT_LOGIN_ERROR").stream()
                .filter(agent -> agent.startsWith(prefix))
                .toList();
    }

    /** The ids of the events of these requests. */
    private List<String> entriesOf(Set<String> marks) {
        return payloads("CLIENT_LOGIN_ERROR").stream()
                .map(AuditDatabase::json)
                .filter(entry -> marks.contains(entry.path("userAgent").asText()))
                .map(entry -> entry.path("eventId").asText())
                .toList();
    }

    private List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        for (String payload : payloads("LOGIN_ERROR")) {
            JsonNode name = AuditDatabase.json(payload).path("details").path("username");
            if (name.asText().startsWith(prefix)) {
                names.add(name.asText());
            }
        }
        return names;
    }

    private List<String> payloads(String type) {
        return database.column("SELECT PAYLOAD FROM CAREGATE_AUDIT_LOG WHERE EVENT_TYPE = '" + type
                + "' UNION ALL SELECT PAYLOAD FROM CAREGATE_AUDIT_INBOX WHERE EVENT_TYPE = '" + type + "'");
    }

    private static Path faultyListener(Path folder) throws IOException {
        Path jar = folder.resolve("faulty-listener.jar");
        Path classes = Path.of("target", "test-classes");
        Path own = classes.resolve(FaultyListenerFactory.class.getPackageName().replace('.', '/'));
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.list(own)) {
            for (Path file : files.filter(file -> file.toString().contains("FaultyListenerFactory"))
                    .sorted()
                    .toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
            out.putNextEntry(new ZipEntry("META-INF/services/org.keycloak.events.EventListenerProviderFactory"));
            out.write(FaultyListenerFactory.class.getName().getBytes(StandardCharsets.US_ASCII));
        }
        return jar;
    }
}

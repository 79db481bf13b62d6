package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.PortalRealm;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Anyone who can write to the database may set any column of the pack's tables to any value, with the constraints
 * removed. For each column, as listed in the information schema, the test sets NULL, a negative number, the largest
 * number, and another text. For each table it also deletes a row, duplicates one, and turns numbers into texts. The
 * server continues to run: logins are answered, failed ones are captured, and the status can be read. If an entry does
 * not reach the file soon, the status says why. Once the row is put back, every entry is in the file, once, and the
 * verifier accepts it.
 */
@Needs(POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StoredTablesIT {
    private static final String ORIGIN = "it/audit";
    private static final String OPTION = "--spi-events-listener--caregate-audit--";
    /** PostgreSQL refuses a statement once if it was prepared before its columns changed their types. */
    private static final String UNPREPARED = "?prepareThreshold=0";

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration WITHIN_A_MINUTE = Duration.ofSeconds(60);
    private static final TestClient WORKER = TestClient.service("worker");
    private static final TestClient APP = TestClient.publicApp("no-pkce").redirectUris("https://app.example.org/cb");
    private static final Pattern CAPTURED = Pattern.compile("\\\\\"client\\\\\":\\\\\"(captured-[0-9]+)\\\\\"");

    @TempDir
    private static Path folder;

    private final Set<String> captured = new TreeSet<>();
    private Postgres postgres;
    private AuditDatabase database;
    private SealedFiles files;
    private NoteSigner signer;
    private KeycloakServer server;
    private PortalRealm people;
    private TestRealm realm;
    private String auditor = "";
    private PortalApi developer;
    private PortalApi approver;

    @BeforeAll
    void start() throws Exception {
        postgres = Postgres.withKeycloak();
        database = new AuditDatabase(postgres);
        files = new SealedFiles(folder.resolve("files"));
        Path key = Files.writeString(folder.resolve("key.pem"), NoteSigner.newPem());
        signer = NoteSigner.ofPem(ORIGIN, Files.readString(key));
        server = startServer();
        people = new PortalRealm(new Keycloak(server));
        realm = people.realm();
        realm.register(WORKER).expect(201);
        realm.register(APP).expect(201);
        signIn();
        String accepted = ask();
        ask();
        approver.post("/api/approvals/" + accepted + "/accept", null).expect(200);
        see();
        capture();
        awaitDelivered();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.number("SELECT COUNT(*) FROM CAREGATE_SIGHTING") == 1);
        database.execute("INSERT INTO CAREGATE_AUDIT_DEAD_LETTER VALUES ('file', 1, 0, 'realm-id', 0, 'no')");
        // A root for a log with this many entries. It is not read before that.
        database.execute(
                "INSERT INTO CAREGATE_AUDIT_TREE SELECT 16, 0, LEAF_HASH FROM CAREGATE_AUDIT_LOG WHERE SEQ = 1");
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

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "CAREGATE_AUDIT_LOG SEQ=2",
                "CAREGATE_AUDIT_HEAD ID=1",
                "CAREGATE_AUDIT_TREE HEIGHT=16",
                "CAREGATE_AUDIT_CHECKPOINT NR=1",
                "CAREGATE_AUDIT_LEASE NAME='seal'",
                "CAREGATE_AUDIT_CURSOR NAME='sink-file'",
                "CAREGATE_AUDIT_DEAD_LETTER SEQ=1",
                "CAREGATE_AUDIT_JOB NAME='seal'",
                "CAREGATE_AUDIT_KEY NAME='unknown-usernames'",
                "CAREGATE_SIGHTING RULE_ID='pkce-s256'",
                "CAREGATE_SIGHTING_MARK BATCH>0",
                "CAREGATE_PORTAL_CLIENT KIND='service'",
                "CAREGATE_PORTAL_REQUEST STATE='pending'",
                "CAREGATE_PORTAL_PACE SINCE>0",
            })
    void columnsWhenSetToAnythingThenLoginsAreAnsweredAndNothingIsLost(String where) throws Exception {
        String table = where.substring(0, where.indexOf(' '));
        long began = System.nanoTime();
        signIn();
        List<String> failures = new ArrayList<>();
        try (DamagedRow row = new DamagedRow(database, table, where.substring(where.indexOf(' ') + 1))) {
            for (DamagedRow.Change change : row.changes()) {
                row.make(change);
                try {
                    capture();
                    assertThat(realm.oidc().clientCredentials(WORKER).status()).isEqualTo(200);
                    if (table.startsWith("CAREGATE_AUDIT_")) {
                        awaitDeliveredOrTold(change);
                    } else {
                        use(change);
                    }
                } catch (AssertionError | ConditionTimeoutException e) {
                    failures.add(change + ": " + e);
                } finally {
                    row.putBack(change);
                }
            }
        }
        awaitDelivered();
        System.out.printf(
                "%s: %d s%n", where, Duration.ofNanos(System.nanoTime() - began).toSeconds());
        assertThat(failures).isEmpty();
        use(null);
    }

    /** All changes at once, while the server is down. Then one key that stops nothing, and is reported. */
    @Test
    @Order(2)
    void startWhenEverythingIsDamagedThenItStartsSaysSoAndNothingIsLostOnceItIsPutBack() throws Exception {
        capture();
        awaitDelivered();
        server.close();
        database.execute("CREATE TABLE KEPT_KEY AS SELECT * FROM CAREGATE_AUDIT_KEY");
        database.execute("UPDATE CAREGATE_AUDIT_KEY SET SECRET = 'no Base64!', CREATED = -1");
        database.execute(
                "UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = -1, TREE_SIZE = 9223372036854775807, FRONTIER = 'x?'");
        database.execute("UPDATE CAREGATE_AUDIT_LEASE SET HOLDER = '', EPOCH = -1, EXPIRES = 9223372036854775807");
        database.execute("UPDATE CAREGATE_AUDIT_CURSOR SET SEQ = 0, CHECKPOINT_NR = -1, MOVED = -1, NEXT_TRY ="
                + " 9223372036854775807, ASKED = 1, TRIES = 2147483647, OPERATORS = -1");
        database.execute("UPDATE CAREGATE_AUDIT_JOB SET NODE = '', DONE = 9223372036854775807, REPAIRED = -1");
        database.execute("UPDATE CAREGATE_AUDIT_CHECKPOINT SET CREATED = -1");
        database.execute("UPDATE CAREGATE_SIGHTING SET TIMES_SEEN = 9223372036854775807, LAST_SEEN = -1, HOOK = 'x?'");
        database.execute("UPDATE CAREGATE_SIGHTING_MARK SET BATCH = 9223372036854775807, LOGGED_ON = -1");
        database.execute("UPDATE CAREGATE_PORTAL_PACE SET SINCE = 9223372036854775807, CREATED = -1");

        server = startServer();
        realm = new Keycloak(server).existingRealm(realm.name());
        people = PortalRealm.of(realm);
        signIn();
        capture();
        assertThat(realm.oidc().clientCredentials(WORKER).status()).isEqualTo(200);
        use(null);
        awaitDelivered();
        assertThat(server.log())
                .contains("CAREGATE_AUDIT_KEY NAME=unknown-usernames: SECRET does not hold at least")
                .contains("CAREGATE_AUDIT_HEAD ID=1 says", "CAREGATE_AUDIT_CURSOR NAME=sink-file");
        // Jobs report every ten seconds.
        await().atMost(WITHIN_A_MINUTE)
                .untilAsserted(() -> assertThat(status().expect(200).body()).contains("CAREGATE_AUDIT_LEASE NAME="));

        database.execute("DELETE FROM CAREGATE_AUDIT_KEY");
        database.execute("INSERT INTO CAREGATE_AUDIT_KEY SELECT * FROM KEPT_KEY");
        awaitDelivered();
    }

    @Test
    @Order(3)
    void filesWhenAllIsPutBackThenEveryEntryIsThereOnceAndTheVerifierTakesThem() throws Exception {
        database.awaitCheckpoint();
        long sealed = database.number("SELECT MAX(TREE_SIZE) FROM CAREGATE_AUDIT_CHECKPOINT");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> files.verify(signer.key()).path("provedUpTo").asLong() >= sealed);
        JsonNode report = files.verify(signer.key());
        assertThat(report.path("result").asText()).startsWith("ok");
        assertThat(delivered()).doesNotHaveDuplicates().containsAll(captured);
        assertThat(server.log())
                .contains("--spi-caregate-audit-sink--file--no-such is unknown")
                .contains("--spi-caregate-audit-sink--fille--directory is unknown");
    }

    /** A value that is sealed stays in the log, so this comes last. */
    @Test
    @Order(4)
    void inboxWhenARowHoldsAnythingThenItIsSealedOrNamedAndTheOthersAreSealed() throws Exception {
        signIn();
        List<String> names = List.of(
                "ID",
                "EVENT_TIME",
                "REALM_ID",
                "EVENT_TYPE",
                "ERROR",
                "CLIENT_ID",
                "USER_ID",
                "USERNAME",
                "IP_ADDRESS",
                "PAYLOAD");
        List<String> failures = new ArrayList<>();
        int count = 0;
        for (String column : names) {
            for (String value : column.equals("EVENT_TIME")
                    ? List.of("NULL", "-1", "9223372036854775807")
                    : List.of("NULL", "'x?'", "REPEAT('x', 255)", "REPEAT('x', 200000)")) {
                if (value.startsWith("REPEAT")
                        && (column.equals("ID") || value.contains("200000") != column.equals("PAYLOAD"))) {
                    continue;
                }
                String id = "'damaged-" + ++count + "'";
                List<String> values = names.stream()
                        .map(name -> name.equals(column) ? value : name.equals("ID") ? id : name)
                        .toList();
                boolean loosened = value.equals("NULL")
                        && !Set.of("ERROR", "CLIENT_ID", "USER_ID", "USERNAME", "IP_ADDRESS")
                                .contains(column);
                if (loosened) {
                    database.execute(
                            "ALTER TABLE CAREGATE_AUDIT_INBOX DROP CONSTRAINT IF EXISTS PK_CAREGATE_AUDIT_INBOX");
                    database.execute("ALTER TABLE CAREGATE_AUDIT_INBOX ALTER COLUMN " + column + " DROP NOT NULL");
                }
                database.execute("INSERT INTO CAREGATE_AUDIT_INBOX (" + String.join(", ", names) + ") SELECT "
                        + String.join(", ", values) + " FROM CAREGATE_AUDIT_LOG WHERE SEQ = 2");
                capture();
                String last = "captured-" + captured.size();
                try {
                    await().atMost(WITHIN_A_MINUTE)
                            .until(() -> delivered().contains(last)
                                    || status().body().contains("CAREGATE_AUDIT_INBOX ID="));
                } catch (ConditionTimeoutException e) {
                    failures.add(column + "=" + value);
                }
                if (loosened) {
                    database.execute("DELETE FROM CAREGATE_AUDIT_INBOX WHERE " + column + " IS NULL");
                    database.execute("ALTER TABLE CAREGATE_AUDIT_INBOX ALTER COLUMN " + column + " SET NOT NULL");
                }
            }
        }
        database.execute("ALTER TABLE CAREGATE_AUDIT_INBOX ADD CONSTRAINT PK_CAREGATE_AUDIT_INBOX PRIMARY KEY (ID)");
        assertThat(failures).isEmpty();
        awaitDelivered();
    }

    private KeycloakServer startServer() {
        return postgres.server()
                .postgres(postgres.jdbcUrl() + UNPREPARED, postgres.user(), postgres.password())
                .option("--spi-client-policy-manager--caregate--report-only=pkce-s256")
                .option("--spi-realm-restapi-extension--caregate--clients-per-hour=1000")
                .option(OPTION + "signing-key-file=" + folder.resolve("key.pem"))
                .option(OPTION + "origin=" + ORIGIN)
                .option("--spi-caregate-audit-sink--file--directory=" + files.folder())
                .option("--spi-caregate-audit-sink--file--no-such=x")
                .option("--spi-caregate-audit-sink--fille--directory=x")
                .start();
    }

    /** Their tokens live for five minutes. */
    private void signIn() {
        auditor = people.token("auditor").expect(200).accessToken();
        developer = people.as("dev");
        approver = people.as("approver");
    }

    /** The id of a new request. */
    private String ask() {
        return developer
                .post("/api/clients", PortalRealm.spec("service", "asked for"))
                .expect(202)
                .text("id");
    }

    /** A request that is refused where the rule is on. */
    private void see() {
        assertThat(realm.browser()
                        .open(realm.oidc().authorization(APP).withoutPkce().uri())
                        .status())
                .isEqualTo(200);
    }

    /** A failed login, which is answered, and in the log from then on. */
    private void capture() {
        String client = "captured-" + (captured.size() + 1);
        captured.add(client);
        realm.oidc()
                .post("token", Map.of("grant_type", "client_credentials", "client_id", client))
                .expect(401);
    }

    /** Uses the tables of the policy and the portal. {@code change} is null if they are whole. */
    private void use(DamagedRow.Change change) {
        see();
        try {
            useAll(change);
        } catch (AssertionError | UncheckedIOException e) {
            // Such a table cannot be used at all, and a report ends where it fails. The logins continue.
            if (change == null || !change.isOfSchema()) {
                throw e;
            }
        }
    }

    private void useAll(DamagedRow.Change change) {
        Answer findings = realm.admin().get(realm.adminPath("/caregate/findings"));
        List<Answer> answers = List.of(
                findings,
                developer.get("/api/clients"),
                developer.get("/api/requests"),
                approver.get("/api/approvals"),
                developer.post("/api/clients", PortalRealm.spec("service", "one more")));
        if (answers.get(4).status() == 202) {
            developer.delete("/api/requests/" + answers.get(4).text("id"));
        }
        if (change == null || !change.isOfSchema()) {
            assertThat(answers).allSatisfy(answer -> assertThat(answer.status())
                    .as("%s %s", answer.request(), answer.body())
                    // A developer who seems to have asked for too many has to wait until the hour is over.
                    .isIn(200, 202, 429));
        }
    }

    private void awaitDeliveredOrTold(DamagedRow.Change change) {
        if (!change.isOfSchema()) {
            status().expect(200);
        }
        String last = "captured-" + captured.size();
        try {
            await().pollInterval(Duration.ofMillis(50))
                    .pollDelay(Duration.ofMillis(50))
                    .atMost(SOON)
                    .until(() -> delivered().contains(last));
        } catch (ConditionTimeoutException late) {
            await().pollInterval(Duration.ofMillis(500))
                    .atMost(WITHIN_A_MINUTE)
                    .until(() -> isTold(status()) || delivered().contains(last));
        }
    }

    private static boolean isTold(Answer answer) {
        boolean told = answer.status() != 200;
        JsonNode status = answer.json();
        for (JsonNode job : status.path("jobs")) {
            told |= !job.path("state").asText().equals("running");
        }
        for (JsonNode sink : status.path("sinks")) {
            told |= !sink.path("state").asText().equals("delivering");
        }
        return told;
    }

    private Answer status() {
        return realm.oidc().get("/caregate/audit/status", auditor);
    }

    private void awaitDelivered() {
        await().atMost(WITHIN_A_MINUTE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(delivered())
                .containsAll(captured));
    }

    private List<String> delivered() {
        List<String> clients = new ArrayList<>();
        for (String line : files.lines()) {
            Matcher client = CAPTURED.matcher(line);
            if (client.find()) {
                clients.add(client.group(1));
            }
        }
        return clients;
    }
}

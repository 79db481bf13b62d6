package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * This version over a database that an older one has filled and left in the middle of its work. Each dump names its
 * origin. They include the history of Liquibase: a change set that was altered after its release stops the start.
 */
@Needs(POSTGRES)
final class UpgradeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DUMPS = Path.of("src", "test", "resources", "audit", "upgrade");
    private static final String OPTION = "--spi-events-listener--caregate-audit--";
    private static final String ORIGIN = "upgrade.example.org/audit";
    private static final String LOG = "SELECT SEQ || ' ' || ID || ' ' || PAYLOAD FROM CAREGATE_AUDIT_LOG";

    @TempDir
    private Path folder;

    @Test
    void logWhenNumberedWithoutHashesAndEntriesWaitThenAllIsSealedAndNothingIsLost() throws Exception {
        try (var postgres = Postgres.start()) {
            AuditDatabase database = restore(postgres, "first-stage.sql");
            List<String> numbered = database.column(LOG + " ORDER BY SEQ");
            List<String> waiting = waiting(database);
            assertThat(numbered).as("the dump").isNotEmpty();
            assertThat(waiting).as("the dump").isNotEmpty();
            String realmId = database.column("SELECT MIN(REALM_ID) FROM CAREGATE_AUDIT_INBOX")
                    .get(0);

            Path key = newKey();
            try (var server = start(postgres, key)) {
                assertIndexes(database);
                assertNothingIsLost(database, numbered, waiting);
                assertVerifies(server, database, realmId, publicKeyOf(key), List.of());
            }
        }
    }

    @Test
    void logWhenSealedAndSignedAndEntriesWaitThenItsTreeGoesOnAndOldCheckpointsHold() throws Exception {
        try (var postgres = Postgres.start()) {
            AuditDatabase database = restore(postgres, "second-stage.sql");
            List<String> sealed = database.column(LOG + " ORDER BY SEQ");
            List<String> hashes = hashes(database);
            List<String> checkpoints =
                    database.column("SELECT NOTE FROM CAREGATE_AUDIT_CHECKPOINT WHERE TREE_SIZE > 0 ORDER BY NR");
            List<String> waiting = waiting(database);
            assertThat(sealed).as("the dump").isNotEmpty();
            assertThat(waiting).as("the dump").isNotEmpty();
            assertThat(checkpoints).as("the dump").isNotEmpty();
            String realmId = database.column("SELECT MIN(REALM_ID) FROM CAREGATE_AUDIT_INBOX")
                    .get(0);

            Path key = newKey();
            try (var server = start(postgres, key)) {
                assertIndexes(database);
                assertNothingIsLost(database, sealed, waiting);
                assertThat(hashes(database)).startsWith(hashes.toArray(String[]::new));
                String keys = Files.readString(DUMPS.resolve("second-stage.pub")) + publicKeyOf(key);
                assertVerifies(server, database, realmId, keys, checkpoints);
            }
        }
    }

    /** An old index goes once the one in its place is there. */
    private static void assertIndexes(AuditDatabase database) {
        assertThat(database.column("SELECT INDEXNAME FROM PG_INDEXES WHERE TABLENAME = 'caregate_audit_log'"))
                .containsExactlyInAnyOrder(
                        "pk_caregate_audit_log",
                        "uk_caregate_audit_log_id",
                        "idx_caregate_audit_realm",
                        "idx_caregate_audit_time",
                        "idx_caregate_audit_type",
                        "idx_caregate_audit_error_set",
                        "idx_caregate_audit_client_set",
                        "idx_caregate_audit_user_set",
                        "idx_caregate_audit_name_set",
                        "idx_caregate_audit_ip_set");
    }

    private static AuditDatabase restore(Postgres postgres, String dump) {
        postgres.script(DUMPS.resolve(dump));
        return new AuditDatabase(postgres);
    }

    private KeycloakServer start(Postgres postgres, Path key) {
        return postgres.server()
                .timeout(Duration.ofMinutes(8))
                .option(OPTION + "signing-key-file=" + key)
                .option(OPTION + "origin=" + ORIGIN)
                .start();
    }

    private Path newKey() throws IOException {
        return Files.writeString(folder.resolve("signing-key.pem"), NoteSigner.newPem());
    }

    private static String publicKeyOf(Path key) throws IOException {
        return NoteSigner.ofPem(ORIGIN, Files.readString(key)).key() + "\n";
    }

    /** Entries without a number, as {@code ID PAYLOAD}. */
    private static List<String> waiting(AuditDatabase database) {
        return database.column("SELECT ID || ' ' || PAYLOAD FROM CAREGATE_AUDIT_INBOX");
    }

    private static List<String> hashes(AuditDatabase database) {
        return database.column("SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG ORDER BY SEQ");
    }

    /** Entries that had a number still have it, those that waited have one now, and all of them have a hash. */
    private void assertNothingIsLost(AuditDatabase database, List<String> numbered, List<String> waiting) {
        database.awaitSealed(folder);
        assertThat(database.column(LOG + " ORDER BY SEQ")).startsWith(numbered.toArray(String[]::new));
        assertThat(database.column(
                        "SELECT ID || ' ' || PAYLOAD FROM CAREGATE_AUDIT_LOG WHERE SEQ > " + numbered.size()))
                .containsAll(waiting);
        assertThat(hashes(database))
                .hasSizeGreaterThanOrEqualTo(numbered.size() + waiting.size())
                .allMatch(Objects::nonNull);
    }

    /** The realm of the entries, with an auditor, who verifies it from the first entry to a new one. */
    private void assertVerifies(
            KeycloakServer server, AuditDatabase database, String realmId, String keys, List<String> oldCheckpoints)
            throws Exception {
        TestRealm realm = new Keycloak(server)
                .realm()
                .set("id", realmId)
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        realm.oidc().clientCredentials(TestClient.registered("worker", "wrong")).expect(401);
        database.awaitSealed(folder);
        database.awaitCheckpoint();
        String token =
                realm.oidc().clientCredentials(AuditLog.READER).expect(200).accessToken();
        List<String> checkpoints = new ArrayList<>(oldCheckpoints);
        checkpoints.add(realm.oidc()
                .get("/caregate/audit/checkpoints?limit=1&format=text", token)
                .expect(200)
                .body());
        Path kept = Files.writeString(folder.resolve("kept.txt"), String.join("\n", checkpoints));
        Path export = Files.writeString(
                folder.resolve("export.jsonl"),
                realm.oidc().get("/caregate/audit/export", token).expect(200).body());
        Path known = Files.writeString(folder.resolve("audit.pub"), keys);

        JsonNode report = verify(export, kept, known);

        assertThat(report.path("result").asText()).as(report.toPrettyString()).isEqualTo("ok");
        assertThat(report.path("opened").asLong()).isPositive();
        assertThat(report.path("provedUpTo").asLong())
                .isGreaterThanOrEqualTo(database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG") - 10);
        System.out.printf(
                "upgraded: %s entries, %s of the realm, proved up to %s by %d checkpoints%n",
                report.path("entries"), report.path("opened"), report.path("provedUpTo"), checkpoints.size());
    }

    private static JsonNode verify(Path export, Path checkpoints, Path keys) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("caregate.verify.jar", "../verify/target/caregate-audit-verify.jar"),
                        "verify",
                        export.toString(),
                        "--checkpoints",
                        checkpoints.toString(),
                        "--key",
                        keys.toString(),
                        "--json")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return JSON.readTree(output);
    }
}

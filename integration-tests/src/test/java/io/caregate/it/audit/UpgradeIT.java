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
import io.caregate.server.BootstrapAdmin;
import io.caregate.server.FreePorts;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
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
    private static final String OLDEST = System.getProperty("keycloak.oldest.version", "");
    private static final TestClient APP = TestClient.publicApp("app").redirectUris("https://app.example.org/callback");
    private static final TestClient WILD = TestClient.confidential("wild").redirectUris("https://wild.example.org/*");
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
            try (var server = server(postgres, key).start()) {
                assertIndexes(database);
                assertNothingIsLost(database, numbered, waiting);
                TestRealm realm = auditedRealm(server).set("id", realmId).create();
                assertVerifies(realm, database, publicKeyOf(key), List.of());
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
            try (var server = server(postgres, key).start()) {
                assertIndexes(database);
                assertNothingIsLost(database, sealed, waiting);
                assertThat(hashes(database)).startsWith(hashes.toArray(String[]::new));
                String keys = Files.readString(DUMPS.resolve("second-stage.pub")) + publicKeyOf(key);
                TestRealm realm = auditedRealm(server).set("id", realmId).create();
                assertVerifies(realm, database, keys, checkpoints);
            }
        }
    }

    /**
     * Keycloak itself is upgraded below the pack, from the oldest supported version. Then the pack is taken out and put
     * back.
     */
    @Test
    void keycloakWhenUpgradedAndThePackTakenOutAndPutBackThenSessionsRulesAndLogGoOn() throws Exception {
        Path key = newKey();
        try (var postgres = Postgres.start()) {
            AuditDatabase database = new AuditDatabase(postgres);
            BootstrapAdmin admin = BootstrapAdmin.random();
            // The same port, or else the issuer changes.
            int port = FreePorts.pick().first();
            Supplier<ServerBuilder> builder =
                    () -> server(postgres, key).admin(admin).port(port);
            String name;
            String used;
            String unused;
            String checkpoint;
            List<String> before;
            try (var old = builder.get().version(OLDEST).start()) {
                assertThat(old.log()).contains("keycloak=" + OLDEST).doesNotContain("is tested on Keycloak");
                TestRealm realm = auditedRealm(old)
                        .client(APP)
                        .user("tess", "tess-password")
                        .create();
                name = realm.name();
                used = realm.signIn(APP, "tess", "tess-password").expect(200).refreshToken();
                unused = realm.oidc().refresh(APP, used).expect(200).refreshToken();
                failLogins(realm, 20);
                checkpoint = newestCheckpoint(realm, database);
                before = database.column(LOG + " ORDER BY SEQ");
                assertThat(before).hasSizeGreaterThanOrEqualTo(20);
            }

            String newest;
            try (var upgraded = builder.get().start()) {
                TestRealm realm = new Keycloak(upgraded).existingRealm(name);
                newest = realm.oidc().refresh(APP, unused).expect(200).refreshToken();
                assertRulesHold(realm);
                failLogins(realm, 20);
                assertVerifies(realm, database, publicKeyOf(key), List.of(checkpoint));
            }
            try (var stock = builder.get().withoutPack().start()) {
                TestRealm realm = new Keycloak(stock).existingRealm(name);
                assertThat(realm.register(WILD).status()).as("without the pack").isEqualTo(201);
                newest = realm.oidc().refresh(APP, newest).expect(200).refreshToken();
            }
            try (var back = builder.get().start()) {
                TestRealm realm = new Keycloak(back).existingRealm(name);
                assertThat(realm.oidc()
                                .authorization(WILD)
                                .redirectUri("https://wild.example.org/evil")
                                .uri())
                        .satisfies(uri ->
                                assertThat(realm.browser().open(uri).status()).isEqualTo(400));
                assertRulesHold(realm);
                assertVerifies(realm, database, publicKeyOf(key), List.of(checkpoint));
                assertThat(database.column(LOG + " ORDER BY SEQ")).startsWith(before.toArray(String[]::new));
                assertThat(realm.oidc().refresh(APP, used).error())
                        .as("a token that was used on the oldest version")
                        .isEqualTo("invalid_grant");
            }
        }
    }

    private static void assertRulesHold(TestRealm realm) {
        assertThat(realm.register(TestClient.confidential("wild-again").redirectUris("https://*.example.org/"))
                        .error())
                .isEqualTo("invalid_redirect_uri");
        assertThat(realm.oidc().password(APP, "tess", "tess-password").error()).isEqualTo("unsupported_grant_type");
    }

    private static void failLogins(TestRealm realm, int times) {
        for (int i = 0; i < times; i++) {
            realm.oidc()
                    .clientCredentials(TestClient.registered("worker", "wrong"))
                    .expect(401);
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

    private ServerBuilder server(Postgres postgres, Path key) {
        return postgres.server()
                .timeout(Duration.ofMinutes(8))
                .option(OPTION + "signing-key-file=" + key)
                .option(OPTION + "origin=" + ORIGIN);
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

    private static TestRealm.Builder auditedRealm(KeycloakServer server) {
        return new Keycloak(server)
                .realm()
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .service(AuditLog.READER, AuditLog.ROLE);
    }

    /** An auditor of the realm verifies it from the first entry to a new one. */
    private void assertVerifies(TestRealm realm, AuditDatabase database, String keys, List<String> oldCheckpoints)
            throws Exception {
        failLogins(realm, 1);
        List<String> checkpoints = new ArrayList<>(oldCheckpoints);
        checkpoints.add(newestCheckpoint(realm, database));
        Path kept = Files.writeString(folder.resolve("kept.txt"), String.join("\n", checkpoints));
        Path export = Files.writeString(
                folder.resolve("export.jsonl"),
                realm.oidc()
                        .get("/caregate/audit/export", auditorsToken(realm))
                        .expect(200)
                        .body());
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

    private String newestCheckpoint(TestRealm realm, AuditDatabase database) {
        database.awaitSealed(folder);
        database.awaitCheckpoint();
        return realm.oidc()
                .get("/caregate/audit/checkpoints?limit=1&format=text", auditorsToken(realm))
                .expect(200)
                .body();
    }

    private static String auditorsToken(TestRealm realm) {
        return realm.oidc().clientCredentials(AuditLog.READER).expect(200).accessToken();
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

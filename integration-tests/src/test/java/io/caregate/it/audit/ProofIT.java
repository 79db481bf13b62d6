package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Command;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.StalledReaders;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.MailBox;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proofs over REST, and the verifier's findings when an attacker controls the whole database. The verifier has only an
 * export, a checkpoint that was kept, and the public key.
 */
@Needs(POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ProofIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORIGIN = "sso.example.org/audit";
    private static final String AUDIT = "/caregate/audit/";
    private static final String OPTION = "--spi-events-listener--caregate-audit--";
    private static final String ERASED =
            "SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG WHERE PAYLOAD IS NULL AND SALT IS NULL AND ";

    @TempDir
    private static Path folder;

    private Postgres postgres;
    private AuditDatabase database;
    private KeycloakServer server;
    private MailBox mails;
    private TestRealm realm;
    private Path kept;
    private long tampered;

    @BeforeAll
    void fillTheLog() throws Exception {
        postgres = Postgres.withKeycloak();
        database = new AuditDatabase(postgres);
        Path secret = Files.writeString(folder.resolve("signing-key.pem"), NoteSigner.newPem());
        NoteSigner signer = NoteSigner.ofPem(ORIGIN, Files.readString(secret));
        Files.writeString(folder.resolve("audit.pub"), signer.key() + "\n");
        Files.writeString(folder.resolve("audit.pem"), signer.key().toPem());
        server = postgres.server()
                .option(OPTION + "signing-key-file=" + secret)
                .option(OPTION + "origin=" + ORIGIN)
                // Nothing is that old unless a test makes it so.
                .option(OPTION + "retain=P1D")
                .option(OPTION + "notices-to=it-security@example.org")
                .option(OPTION + "notices-after=PT10S")
                .start();
        var keycloak = new Keycloak(server);
        mails = new MailBox();
        ObjectNode master = keycloak.admin().get("/master").expect(200).json().deepCopy();
        keycloak.admin()
                .put("/master", master.putPOJO("smtpServer", mails.settings()))
                .expect(204);
        realm = keycloak.realm()
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        TestRealm other = keycloak.realm()
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .create();
        for (TestRealm some : List.of(realm, other, realm, other, realm)) {
            IntStream.range(0, 7).forEach(number -> fail(some));
            awaitCheckpoint();
        }
        kept = Files.writeString(
                folder.resolve("kept.txt"),
                get("checkpoints?limit=1&format=text").body());
        List<Long> own = own();
        tampered = own.get(own.size() / 2);
    }

    @AfterAll
    void stop() throws IOException {
        if (mails != null) {
            mails.close();
        }
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void keepTheLog() {
        database.execute("CREATE TABLE KEPT_LOG AS SELECT * FROM CAREGATE_AUDIT_LOG");
    }

    @AfterEach
    void putTheLogBack() {
        database.execute("INSERT INTO CAREGATE_AUDIT_LOG SELECT * FROM KEPT_LOG ON CONFLICT (SEQ) DO UPDATE SET"
                + " PAYLOAD = EXCLUDED.PAYLOAD, SALT = EXCLUDED.SALT, LEAF_HASH = EXCLUDED.LEAF_HASH");
        database.execute("DROP TABLE KEPT_LOG");
    }

    @Test
    void exportWhenUntouchedThenVerifierSaysSo() throws Exception {
        JsonNode report = verify(0);
        assertThat(report.path("provedUpTo").asLong())
                .isEqualTo(report.path("entries").asLong())
                .isLessThanOrEqualTo(signedSize());
        assertThat(report.path("opened").asLong())
                .isPositive()
                .isLessThan(report.path("entries").asLong());
    }

    /** As many as Keycloak has threads for requests, and some more. */
    @Test
    void exportWhenManyDoNotReadItThenLoginsGoOnAndEveryPlaceComesBack() {
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = REPEAT('x', 1500000) WHERE REALM_ID = ?", realmId());
        String fresh =
                realm.oidc().clientCredentials(AuditLog.READER).expect(200).accessToken();
        try (var readers = new StalledReaders(URI.create(realm.oidc().issuer() + AUDIT + "export"), () -> fresh)) {
            assertThat(IntStream.range(0, 60).map(reader -> readers.open()))
                    .containsOnly(200, 429)
                    .satisfies(statuses -> assertThat(statuses)
                            .filteredOn(status -> status == 200)
                            .hasSize(4));
            realm.oidc().clientCredentials(AuditLog.READER).expect(200);
            Answer busy = realm.oidc().get(AUDIT + "export", fresh).expect(429);
            assertThat(busy.text("code")).isEqualTo("too-many");
            assertThat(busy.header("Retry-After")).isNotEmpty();

            readers.leave();
            for (int reader = 0; reader < 4; reader++) {
                await().atMost(Duration.ofSeconds(10)).until(readers::open, status -> status == 200);
            }

            // These stay, and do not read.
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(readers::open, status -> status == 200);
        }
        assertThat(server.log())
                .contains("A document is broken off, the reader is too slow kind=export")
                .doesNotContain("Uncaught server error");
    }

    @Test
    void proofsWhenCheckedByAThirdImplementationThenTheyHold() throws Exception {
        assumeTrue(Command.succeeds("python3", "--version"), "skipped: no python3");
        long older = olderSize();
        Path event = save("event.json", get("events/" + tampered));
        Path consistency = save("consistency.json", get("checkpoints/consistency?from=" + older));

        assertThat(older).isPositive();
        assertThat(check(event, consistency))
                .contains("entries up to ", "entry " + tampered + " proved", "is the beginning of the newer one");
        assertThat(tool(
                        0,
                        event.toString(),
                        "--key",
                        folder.resolve("audit.pub").toString()))
                .contains("OK");
        assertThat(tool(
                        0,
                        consistency.toString(),
                        "--key",
                        folder.resolve("audit.pub").toString()))
                .contains("OK");
    }

    /** After an hour most checkpoints are deleted, and an auditor's may be one of them. */
    @Test
    void checkpointWhenOnlyItsAuditorHasKeptItThenTheNewestIsProvedToContinueIt() throws Exception {
        awaitCheckpoint();
        long size = olderSize();
        String note = database.column("SELECT NOTE FROM CAREGATE_AUDIT_CHECKPOINT WHERE TREE_SIZE = " + size)
                .get(0);
        database.execute("DELETE FROM CAREGATE_AUDIT_CHECKPOINT WHERE TREE_SIZE = ?", size);
        assertThat(get("checkpoints/consistency?from=" + size).status()).isEqualTo(404);

        Path proof = save("kept-consistency.json", get("checkpoints/consistency?from=" + encoded(note)));
        assertThat(JSON.readTree(proof.toFile()).path("from").asText()).isEqualTo(note);
        assertThat(tool(
                        0,
                        proof.toString(),
                        "--key",
                        folder.resolve("audit.pub").toString()))
                .contains("OK");
        String other = NoteSigner.ofPem(ORIGIN, NoteSigner.newPem())
                .sign(Checkpoint.of(ORIGIN, size, new byte[32]), Instant.now())
                .toString();
        assertThat(get("checkpoints/consistency?from=" + encoded(other)).status())
                .isEqualTo(404);
        assertThat(get("checkpoints/consistency?from=" + encoded("no\nnote")).status())
                .isEqualTo(400);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void eventWhenOfAnotherRealmOrUnknownThenNotFound() {
        long foreign = database.number("SELECT MAX(SEQ) FROM CAREGATE_AUDIT_LOG WHERE REALM_ID <> '" + realmId()
                + "' AND SEQ <= " + signedSize());
        assertThat(get("events/" + foreign).status()).isEqualTo(404);
        assertThat(get("events/999999").status()).isEqualTo(404);
        assertThat(get("events/0").status()).isEqualTo(404);
        assertThat(get("events/" + tampered).status()).isEqualTo(200);
        String exported = get("export").expect(200).body();
        assertThat(exported.lines()
                        .filter(line -> line.startsWith("{\"seq\":" + foreign + ","))
                        .findFirst()
                        .orElseThrow())
                .doesNotContain("payload", "salt");
    }

    @Test
    void readWhenNotAnAuditorThenRefusedEverywhere() {
        String worker = realm.oidc()
                .clientCredentials(TestClient.service("worker"))
                .expect(200)
                .accessToken();
        for (String path : List.of(
                "events/1",
                "events/1/proof",
                "checkpoints",
                "checkpoints/consistency?from=0",
                "export",
                "log/checkpoint",
                "log/tile/0/000.p/1")) {
            assertThat(realm.oidc().get(AUDIT + path).status()).as(path).isEqualTo(401);
            assertThat(realm.oidc().get(AUDIT + path, worker).status()).as(path).isEqualTo(403);
        }
        for (String path :
                List.of("checkpoints?limit=0", "checkpoints?format=xml", "checkpoints/consistency", "export?a=b")) {
            assertThat(get(path).status()).as(path).isEqualTo(400);
        }
        assertThat(get("checkpoints/consistency?from=999999").status()).isEqualTo(404);
    }

    @Test
    void treeWhenNotPublicThenForAuditorsAndNotForSharedCaches() {
        assertThat(get("log/checkpoint").expect(200).body()).startsWith(ORIGIN + "\n");
        assertThat(get("log/checkpoint?witnessed=true").status()).isEqualTo(404);
        assertThat(get("log/tile/0/000.p/1").expect(200).header("Cache-Control"))
                .isEqualTo("private, max-age=31536000, immutable");
    }

    /** It may have come already: another test may have damaged the log for long enough. */
    private void awaitMailAbout(String concern) throws InterruptedException {
        String mail = mails.next();
        while (!mail.contains(concern)) {
            mail = mails.next();
        }
        assertThat(mail).contains("To: it-security@example.org", "the audit log needs attention");
    }

    /** The tree does not cover the columns, and the verifier says OK. The server finds the change, asked or not. */
    @Test
    void columnsWhenChangedThenNotServedAndShownAsDamagedWhateverIsAskedFor() throws Exception {
        awaitUndamaged();
        long seq = own().get(1);
        String before = "SELECT COALESCE(ERROR, '') FROM CAREGATE_AUDIT_LOG WHERE SEQ = " + seq;
        String error = database.column(before).get(0);
        String realmId = database.column("SELECT REALM_ID FROM CAREGATE_AUDIT_LOG WHERE SEQ = " + seq)
                .get(0);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET ERROR = 'x', REALM_ID = 'elsewhere' WHERE SEQ = ?", seq);
        try {
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(get("events?type=NO_SUCH_TYPE")
                            .json()
                            .path("damaged")
                            .findValuesAsText("seq"))
                    .contains(Long.toString(seq)));
            assertThat(get("status").json().path("damaged").asLong()).isPositive();
            assertThat(get("export?format=csv&type=NO_SUCH_TYPE").body())
                    .contains("CAREGATE_AUDIT_DAMAGED", "realmId,error");
            assertThat(get("events/" + seq).json().path("damaged").toString()).contains("realmId", "error");
            assertThat(server.log()).contains("the audit log is damaged seq=" + seq + " what=realmId,error");
            verify(0);
            awaitMailAbout("damaged");
        } finally {
            database.execute(
                    "UPDATE CAREGATE_AUDIT_LOG SET ERROR = NULLIF(?, ''), REALM_ID = ? WHERE SEQ = ?",
                    error,
                    realmId,
                    seq);
        }
        awaitUndamaged();
    }

    /** The changes of other tests are undone, and the check has seen that. */
    private void awaitUndamaged() {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> get("events").json().path("damagedCount").asLong() == 0);
    }

    /** An entry that is no longer readable can still be fetched with its proof. */
    @Test
    void payloadWhenNoJsonThenServedAsDamagedWithTheBytesAsStored() {
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = 'no JSON' WHERE SEQ = ?", tampered);
        JsonNode entry = get("events/" + tampered).json();
        assertThat(entry.path("payload").asText()).isEqualTo("no JSON");
        assertThat(entry.path("entry").isNull()).isTrue();
        assertThat(entry.path("damaged").toString()).contains("payload", "leaf");
        assertThat(entry.path("inclusionProof").isArray()).isTrue();
    }

    @Test
    void entryWhenEditedThenNamed() throws Exception {
        database.execute(
                "UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = REPLACE(PAYLOAD, 'worker', 'nobody') WHERE SEQ = ?", tampered);
        assertNamed("EDITED", tampered, tampered);
    }

    @Test
    void entryWhenEditedWithItsHashThenFound() throws Exception {
        String payload = database.column("SELECT PAYLOAD FROM CAREGATE_AUDIT_LOG WHERE SEQ = " + tampered)
                .get(0)
                .replace("worker", "nobody");
        byte[] hash = new TreeHasher().leaf(new byte[16], payload.getBytes(StandardCharsets.UTF_8));
        database.execute(
                "UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = ?, SALT = ?, LEAF_HASH = ? WHERE SEQ = ?",
                payload,
                base64(new byte[16]),
                base64(hash),
                tampered);
        assertNamed("OTHER_TREE", 1, signedSize());
    }

    @Test
    void entryWhenDeletedThenNamed() throws Exception {
        database.execute("DELETE FROM CAREGATE_AUDIT_LOG WHERE SEQ = ?", tampered);
        assertNamed("GAP", tampered, tampered);
    }

    @Test
    void entriesWhenReorderedThenFound() throws Exception {
        database.execute(
                "UPDATE CAREGATE_AUDIT_LOG L SET PAYLOAD = K.PAYLOAD, SALT = K.SALT, LEAF_HASH = K.LEAF_HASH, REALM_ID"
                        + " = K.REALM_ID FROM KEPT_LOG K WHERE (L.SEQ = ? AND K.SEQ = ?) OR (L.SEQ = ? AND K.SEQ = ?)",
                tampered,
                tampered + 1,
                tampered + 1,
                tampered);
        try {
            assertNamed("OTHER_TREE", 1, signedSize());
        } finally {
            database.execute(
                    "UPDATE CAREGATE_AUDIT_LOG L SET REALM_ID = K.REALM_ID FROM KEPT_LOG K WHERE L.SEQ = K.SEQ");
        }
    }

    @Test
    void checkpointWhenSignedByAnotherKeyThenFound() throws Exception {
        // Until the export is made, no other takes its place.
        awaitCheckpoint();
        String note = database.column("SELECT NOTE FROM CAREGATE_AUDIT_CHECKPOINT ORDER BY NR DESC LIMIT 1")
                .get(0);
        NoteSigner other = NoteSigner.ofPem(ORIGIN, NoteSigner.newPem());
        String forged = other.sign(Checkpoint.parse(SignedNote.parse(note).text()), Instant.now())
                .toString();
        database.execute("UPDATE CAREGATE_AUDIT_CHECKPOINT SET NOTE = ? WHERE NOTE = ?", forged, note);
        try {
            assertThat(verify(1).path("wrong").path("kind").asText()).isEqualTo("UNKNOWN_SIGNER");
        } finally {
            database.execute("UPDATE CAREGATE_AUDIT_CHECKPOINT SET NOTE = ? WHERE NOTE = ?", note, forged);
        }
    }

    /** The auditor's program signs in, gets what is new, and notices what was changed since. */
    @Test
    void logWhenFetchedAgainThenWhatIsNewUnlessItWasChanged() throws Exception {
        Path into = folder.resolve("fetched");
        awaitCheckpoint();
        assertThat(fetch(0, into)).contains(" new entries, 1 to ", " in order; signed ");
        IntStream.range(0, 3).forEach(number -> fail(realm));
        awaitCheckpoint();
        long had =
                JSON.readTree(into.resolve("state.json").toFile()).path("size").asLong();
        assertThat(fetch(0, into)).contains(" new entries, " + (had + 1) + " to ");
        assertThat(tool(0, into.toString(), "--key", folder.resolve("audit.pub").toString()))
                .contains("OK: entries 1 to ");

        had = JSON.readTree(into.resolve("state.json").toFile()).path("size").asLong();
        fail(realm);
        awaitCheckpoint();
        List<Long> own = own();
        long changed = own.get(own.size() - 1);
        assertThat(changed).isGreaterThan(had);
        String replace = "UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = REPLACE(PAYLOAD, ?, ?) WHERE SEQ = " + changed;
        database.execute(replace, "worker", "nobody");
        try {
            assertThat(fetch(1, into)).contains("NOT IN ORDER: EDITED: entry " + changed, "nothing was added");
        } finally {
            database.execute(replace, "nobody", "worker");
        }
        assertThat(JSON.readTree(into.resolve("state.json").toFile())
                        .path("size")
                        .asLong())
                .isEqualTo(had);
        assertThat(fetch(1, into)).contains(" in order; signed ", "BUT an earlier run found the log NOT IN ORDER");
    }

    /** Its token expires between two runs. */
    @Test
    void monitorWhenToldToEndThenItDoesAndTheFolderVerifies() throws Exception {
        Path into = folder.resolve("monitored");
        awaitCheckpoint();
        realm.admin().put(realm.adminPath(""), Map.of("accessTokenLifespan", 3)).expect(204);
        Path said = folder.resolve("monitor.log");
        List<String> command = program("monitor", into);
        command.addAll(List.of("--every", "PT2S"));
        Process monitor = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(said).lines().count() >= 4);
            monitor.destroy();
            assertThat(monitor.waitFor()).as(Files.readString(said)).isZero();
        } finally {
            monitor.destroyForcibly();
            realm.admin()
                    .put(realm.adminPath(""), Map.of("accessTokenLifespan", 300))
                    .expect(204);
        }
        assertThat(Files.readAllLines(said))
                .filteredOn(line -> !line.startsWith("ended"))
                .allSatisfy(line -> assertThat(line).contains(" in order; signed "));
        assertThat(tool(0, into.toString(), "--key", folder.resolve("audit.pub").toString()))
                .contains("OK: entries 1 to ");
    }

    /** Late, since an erased entry is not erased again. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void logWhenRetentionHasErasedEntriesThenWhatIsLeftVerifiesAndWhoeverTouchesItIsFound() throws Exception {
        long erased = own().get(1);
        long last = tampered - 1;
        // As retention does. It uses the time in the payload, which cannot be set back.
        database.execute(
                "UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = NULL, SALT = NULL, ERROR = NULL, CLIENT_ID = NULL,"
                        + " USER_ID = NULL,"
                        + " USERNAME = NULL, IP_ADDRESS = NULL WHERE SEQ <= ?",
                last);
        await().atMost(Duration.ofSeconds(60)).until(() -> database.number(ERASED + "SEQ <= " + last) == last);
        assertThat(database.number(ERASED + "SEQ > " + last)).isZero();

        JsonNode report = verify(0);
        long proved = report.path("provedUpTo").asLong();
        assertThat(proved)
                .isGreaterThan(tampered)
                .isEqualTo(report.path("entries").asLong());
        assertThat(report.path("opened").asLong())
                .isPositive()
                .isEqualTo(database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG WHERE PAYLOAD IS NOT NULL"
                        + " AND SEQ <= " + proved + " AND REALM_ID = '" + realmId() + "'"));
        assertProved(tampered);
        assertProved(erased);

        database.execute(
                "UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = REPLACE(PAYLOAD, 'worker', 'nobody') WHERE SEQ = ?", tampered);
        assertNamed("EDITED", tampered, tampered);
        restore(tampered);
        verify(0);
        database.execute(
                "UPDATE CAREGATE_AUDIT_LOG SET LEAF_HASH = ? WHERE SEQ = ?",
                base64(new TreeHasher().leaf(new byte[16], new byte[0])),
                erased);
        JsonNode wrong = verify(1).path("wrong");
        assertThat(wrong.path("kind").asText()).isEqualTo("OTHER_TREE");
        assertThat(wrong.path("firstEntry").asLong()).isLessThanOrEqualTo(erased);
        assertThat(wrong.path("lastEntry").asLong()).isGreaterThanOrEqualTo(erased);
        restore(erased);
        database.execute("DELETE FROM CAREGATE_AUDIT_LOG WHERE SEQ = ?", erased);
        assertThat(verify(1).path("wrong").path("kind").asText()).isEqualTo("GAP");
    }

    /** Last, since the server continues from there. */
    @Test
    @Order(Integer.MAX_VALUE)
    void databaseWhenSetBackThenFoundAtOnceAndAfterTheServerHasGoneOn() throws Exception {
        awaitCheckpoint();
        Path into = folder.resolve("before-it-was-set-back");
        fetch(0, into);
        List<String> earlier =
                database.column("SELECT NR FROM CAREGATE_AUDIT_CHECKPOINT WHERE TREE_SIZE > 0 ORDER BY NR LIMIT 1");
        long number = Long.parseLong(earlier.get(0));
        long size = database.number("SELECT TREE_SIZE FROM CAREGATE_AUDIT_CHECKPOINT WHERE NR = " + number);
        String frontier = frontier(size);
        // One transaction, the head first: the sealer, which locks it, must not add an entry in between.
        database.execute(
                "UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = ?, TREE_SIZE = ?, FRONTIER = ?;"
                        + " DELETE FROM CAREGATE_AUDIT_CHECKPOINT WHERE NR > ?;"
                        + " DELETE FROM CAREGATE_AUDIT_LOG WHERE SEQ > ?",
                size,
                size,
                frontier,
                number,
                size);

        assertThat(verify(1).path("wrong").path("kind").asText()).isEqualTo("CUT_OFF");
        assertThat(fetch(1, into)).contains("NOT IN ORDER: SET_BACK: ");
        IntStream.range(0, 60).forEach(i -> fail(realm));
        awaitCheckpoint();
        assertThat(fetch(1, into)).containsAnyOf("NOT IN ORDER: OTHER_TREE: ", "NOT IN ORDER: SET_BACK: ");
        assertThat(tool(1, into.toString(), "--key", folder.resolve("audit.pub").toString()))
                .contains("NOT OK: ");
        assertThat(verify(1).path("wrong").path("kind").asText()).isIn("OTHER_TREE", "CUT_OFF");
        assertThat(server.log()).contains("was set back or changed behind its sealer");
    }

    /** The verifier accepts one entry's proof, and so does the third implementation where it can run. */
    private void assertProved(long seq) throws Exception {
        Path event = save("event-" + seq + ".json", get("events/" + seq));
        assertThat(tool(
                        0,
                        event.toString(),
                        "--key",
                        folder.resolve("audit.pub").toString()))
                .contains("OK");
        if (Command.succeeds("python3", "--version")) {
            Path consistency = save("consistency.json", get("checkpoints/consistency?from=" + olderSize()));
            assertThat(check(event, consistency)).contains("entries up to ", "entry " + seq + " proved");
        }
    }

    /** The size of a checkpoint that covers less than the newest. */
    private long olderSize() {
        return database.number("SELECT MAX(TREE_SIZE) FROM CAREGATE_AUDIT_CHECKPOINT WHERE TREE_SIZE <"
                + " (SELECT MAX(TREE_SIZE) FROM CAREGATE_AUDIT_CHECKPOINT)");
    }

    private String check(Path event, Path consistency) throws Exception {
        StringBuilder said = new StringBuilder();
        for (Path file : List.of(export(), event, consistency)) {
            said.append(run(
                    0,
                    List.of(
                            "python3",
                            Folders.repository().resolve("docs/schema/check.py").toString(),
                            folder.resolve("audit.pem").toString(),
                            file.toString())));
        }
        return said.toString();
    }

    /** Restores an entry, even if it is erased. */
    private void restore(long seq) {
        database.execute(
                "UPDATE CAREGATE_AUDIT_LOG L SET LEAF_HASH = K.LEAF_HASH, PAYLOAD = CASE WHEN L.PAYLOAD IS NULL THEN"
                        + " NULL ELSE K.PAYLOAD END FROM KEPT_LOG K WHERE L.SEQ = K.SEQ AND L.SEQ = ?",
                seq);
    }

    /** The head in an older copy of the database. */
    private String frontier(long size) {
        var hasher = new TreeHasher();
        var tree = new CompactRange(hasher);
        database.column("SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG WHERE SEQ <= " + size + " ORDER BY SEQ")
                .forEach(leaf -> tree.append(Base64.getDecoder().decode(leaf), CompactRange.Completed.IGNORED));
        return tree.toText();
    }

    private void assertNamed(String kind, long first, long last) throws Exception {
        JsonNode wrong = verify(1).path("wrong");
        assertThat(wrong.path("kind").asText()).as(wrong.toString()).isEqualTo(kind);
        assertThat(wrong.path("firstEntry").asLong()).as(wrong.toString()).isBetween(first, tampered);
        assertThat(wrong.path("lastEntry").asLong()).as(wrong.toString()).isBetween(tampered, last);
    }

    private JsonNode verify(int exit) throws Exception {
        return JSON.readTree(tool(
                exit,
                export().toString(),
                "--checkpoints",
                kept.toString(),
                "--key",
                folder.resolve("audit.pub").toString(),
                "--json"));
    }

    private Path export() throws IOException {
        return save("export.jsonl", get("export"));
    }

    private static Path save(String name, Answer answer) throws IOException {
        return Files.writeString(folder.resolve(name), answer.expect(200).body());
    }

    private static String tool(int exit, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("caregate.verify.jar", "../verify/target/caregate-audit-verify.jar"),
                "verify"));
        command.addAll(List.of(arguments));
        return run(exit, command);
    }

    private String fetch(int exit, Path into) throws Exception {
        return run(exit, program("fetch", into));
    }

    private List<String> program(String command, Path into) throws IOException {
        Path secret = Files.writeString(folder.resolve("client-secret"), "siem-secret");
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("caregate.verify.jar", "../verify/target/caregate-audit-verify.jar"),
                command,
                "--into",
                into.toString(),
                "--issuer",
                realm.oidc().issuer().toString(),
                "--client",
                "siem",
                "--secret-file",
                secret.toString(),
                "--key",
                folder.resolve("audit.pub").toString()));
    }

    private static String run(int exit, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(exit);
        return output;
    }

    private Answer get(String path) {
        // The tests last longer than a token.
        String token =
                realm.oidc().clientCredentials(AuditLog.READER).expect(200).accessToken();
        return realm.oidc().get(AUDIT + path, token);
    }

    private static void fail(TestRealm realm) {
        realm.oidc()
                .token(TestClient.service("worker"), Map.of("grant_type", "refresh_token", "refresh_token", "none"))
                .expect(400);
    }

    private String realmId() {
        return realm.admin().get(realm.adminPath("")).text("id");
    }

    private List<Long> own() {
        return database
                .column("SELECT SEQ FROM CAREGATE_AUDIT_LOG WHERE CLIENT_ID = 'worker' AND REALM_ID = '" + realmId()
                        + "' ORDER BY SEQ")
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    private long signedSize() {
        return database.number("SELECT MAX(TREE_SIZE) FROM CAREGATE_AUDIT_CHECKPOINT");
    }

    /** Waits until everything is sealed and a checkpoint covers it. */
    private void awaitCheckpoint() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX") == 0);
        database.awaitCheckpoint();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

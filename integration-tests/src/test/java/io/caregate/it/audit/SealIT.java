package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.record.Tables;
import io.caregate.audit.seal.Sealer;
import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.Report;
import io.caregate.audit.verify.Verifier;
import io.caregate.audit.verify.VerifyPolicy;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing on PostgreSQL by several nodes. Each is a separate process that is killed and stopped at random. */
@Needs(POSTGRES)
final class SealIT {
    private static final String ORIGIN = "it.example.org/audit";
    private static final Duration TAKE_OVER = Duration.ofSeconds(60);
    private static final int NUMBERED_BEFORE = 2_500;
    private static final int BACKLOG = 60_000;
    /** The number of entries that wait when one sealer starts. */
    private static final int LARGE = Integer.getInteger("caregate.backlog", 20_000);

    @TempDir
    private Path folder;

    private Postgres postgres;
    private AuditDatabase database;
    private NoteSigner signer;

    @BeforeEach
    void createDatabase() throws Exception {
        postgres = Postgres.start();
        database = new AuditDatabase(postgres);
        String pem = NoteSigner.newPem();
        Files.writeString(folder.resolve("key.pem"), pem);
        signer = NoteSigner.ofPem(ORIGIN, pem);
    }

    @AfterEach
    void closeDatabase() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void sealersWhenKilledAndFrozenInMidBatchThenNoGapNoForkAndTheZombieIsRefused() throws Exception {
        database.migrate(AuditDatabase.FIRST_STAGE);
        database.capture("a", NUMBERED_BEFORE);
        numberAsTheFirstStageDid();
        database.capture("b", 500);
        database.migrate(Integer.MAX_VALUE);
        database.capture("c", BACKLOG);

        Process first = node("first");
        Process second = null;
        Process third = null;
        try {
            await().atMost(TAKE_OVER).until(() -> sealed() > 5_000);
            second = node("second");
            kill(first, "KILL");
            await().atMost(TAKE_OVER).until(() -> epoch() == 2 && sealed() > 20_000);
            kill(second, "STOP");
            long whenFrozen = sealed();
            third = node("third");
            await().atMost(TAKE_OVER).until(() -> epoch() == 3 && sealed() > whenFrozen);
            kill(second, "CONT");
            database.capture("d", 3_000);
            await().atMost(TAKE_OVER).until(() -> waiting() == 0);
            await().atMost(TAKE_OVER)
                    .until(() -> log("second").contains("another one seals now")
                            || log("second").contains("nothing can be sealed for now"));
            await().atMost(Duration.ofSeconds(70))
                    .until(() -> database.number("SELECT MAX(TREE_SIZE) FROM CAREGATE_AUDIT_CHECKPOINT") == sealed());
        } finally {
            end(first);
            end(second);
            end(third);
        }

        long all = NUMBERED_BEFORE + 500 + BACKLOG + 3_000;
        assertThat(database.number("SELECT COUNT(DISTINCT ID) FROM CAREGATE_AUDIT_LOG"))
                .isEqualTo(all);
        assertThat(database.number("SELECT MAX(SEQ) FROM CAREGATE_AUDIT_LOG")).isEqualTo(all);
        assertThat(database.number("SELECT LAST_SEQ FROM CAREGATE_AUDIT_HEAD")).isEqualTo(all);
        Report report = verify();
        assertThat(report.wrong()).isEmpty();
        assertThat(report.held()).isEqualTo(all);
        assertThat(report.checkpoints()).isGreaterThan(50);
    }

    /** PostgreSQL believes that the inbox is empty, as it does when its rows have just been sealed. */
    @Test
    void backlogWhenLargeThenSealedWholeAndNoRowIsReadAgainAndAgain() throws Exception {
        database.migrate(Integer.MAX_VALUE);
        database.execute("ALTER TABLE CAREGATE_AUDIT_INBOX SET (autovacuum_enabled = false)");
        database.capture("before", 3_000);
        database.execute("DELETE FROM CAREGATE_AUDIT_INBOX");
        database.execute("ANALYZE CAREGATE_AUDIT_INBOX");
        database.capture("a", LARGE);
        long began = System.nanoTime();
        try (var sealer = new Sealer(
                () -> DriverManager.getConnection(database.url()), Tables.in(null), Optional.of(signer), "node")) {
            sealer.start();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofMinutes(15))
                    .until(() -> sealed() == LARGE);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("sealed %d entries in %.2f s: %.0f entries/s%n", LARGE, seconds, LARGE / seconds);
        Report report = verify();
        assertThat(report.wrong()).isEmpty();
        assertThat(report.held()).isEqualTo(LARGE);
        assertThat(waiting()).isZero();
        assertThat(database.number(
                        "SELECT IDX_TUP_FETCH FROM pg_stat_user_tables WHERE RELNAME = 'caregate_audit_inbox'"))
                .as("rows of the inbox read by index")
                .isBetween((long) LARGE, 5L * LARGE);
    }

    private void numberAsTheFirstStageDid() {
        String columns =
                "ID, EVENT_TIME, REALM_ID, EVENT_TYPE, ERROR, CLIENT_ID, USER_ID, USERNAME, IP_ADDRESS, PAYLOAD";
        database.execute("INSERT INTO CAREGATE_AUDIT_LOG (SEQ, " + columns
                + ") SELECT ROW_NUMBER() OVER (ORDER BY ID), " + columns + " FROM CAREGATE_AUDIT_INBOX");
        database.execute("DELETE FROM CAREGATE_AUDIT_INBOX");
        database.execute("UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = " + NUMBERED_BEFORE);
    }

    private long sealed() {
        return database.number("SELECT TREE_SIZE FROM CAREGATE_AUDIT_HEAD");
    }

    private long waiting() {
        return database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX");
    }

    private long epoch() {
        return database.number("SELECT EPOCH FROM CAREGATE_AUDIT_LEASE WHERE NAME = 'seal'");
    }

    /** The whole log as an export, and every checkpoint that was stored. */
    private Report verify() throws Exception {
        Path export = folder.resolve("export.jsonl");
        List<String> notes = database.column("SELECT NOTE FROM CAREGATE_AUDIT_CHECKPOINT ORDER BY NR");
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                Writer out = Files.newBufferedWriter(export)) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1000);
            out.write("{\"export\":\"caregate-audit\",\"v\":2,\"realmId\":\"realm\",\"size\":"
                    + database.number("SELECT LAST_SEQ FROM CAREGATE_AUDIT_HEAD") + ",\"checkpoint\":\""
                    + notes.get(notes.size() - 1).replace("\n", "\\n") + "\"}\n");
            ResultSet rows = statement.executeQuery(
                    "SELECT SEQ, LEAF_HASH, SALT, PAYLOAD FROM CAREGATE_AUDIT_LOG" + " ORDER BY SEQ");
            while (rows.next()) {
                out.write("{\"seq\":" + rows.getLong(1) + ",\"leaf\":\"" + rows.getString(2) + "\",\"salt\":\""
                        + rows.getString(3) + "\",\"payload\":\""
                        + rows.getString(4).replace("\"", "\\\"") + "\"}\n");
            }
        }
        var checkpoints = new Checkpoints(name -> List.of(signer.key()), ORIGIN);
        checkpoints.addKept(
                new ByteArrayInputStream(String.join("\n", notes).getBytes(StandardCharsets.UTF_8)), "stored");
        try (var in = new BufferedInputStream(Files.newInputStream(export))) {
            return new Verifier(checkpoints, VerifyPolicy.DEFAULT, OpenEntries.IGNORED).verify(in, export.toString());
        }
    }

    private Process node(String name) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        SealerProcess.class.getName(),
                        database.url(),
                        folder.resolve("key.pem").toString(),
                        ORIGIN,
                        name)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(Process process, String signal) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static void end(Process process) throws Exception {
        if (process != null && process.isAlive()) {
            process.destroyForcibly().waitFor();
        }
    }
}

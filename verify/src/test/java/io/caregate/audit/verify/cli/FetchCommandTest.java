package io.caregate.audit.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.fetch.GrowingLog;
import io.caregate.audit.verify.fetch.TestRealmServer;
import io.caregate.audit.verify.fetch.TestRealmServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchCommandTest {
    @TempDir
    private Path folder;

    private final TestRealmServer server = new TestRealmServer();
    private Path into = Path.of("");
    private Path key = Path.of("");
    private Path config = Path.of("");

    @BeforeEach
    void write() throws IOException {
        into = folder.resolve("log");
        key = Files.writeString(folder.resolve("audit.pub"), server.log.signer.key() + "\n");
        Files.writeString(folder.resolve("secret"), "the-secret\n");
        config = Files.writeString(
                folder.resolve("fetch.properties"),
                "into=" + into + "\nissuer=" + server.issuer() + "\nclient=auditors\nsecret-file="
                        + folder.resolve("secret") + "\nkey=" + key + "\n");
        server.log.now = Instant.now();
        server.log.add(5, "a");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetchWhenConfiguredByAFileThenZeroAndOneLine() {
        CommandRun run = run("fetch", "--config", config.toString());
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .startsWith("5 new entries, 1 to 5; all 5 in order; signed ")
                .hasLineCount(1);
        assertThat(run("verify", into.toString(), "--key", key.toString()).exit())
                .isZero();
    }

    @Test
    void fetchWhenTheCommandLineSaysOtherwiseThenItGoesFirst() {
        CommandRun run = run(
                "fetch",
                "--config=" + config,
                "--into",
                folder.resolve("elsewhere").toString(),
                "--behind-after",
                "PT1H");
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(folder.resolve("elsewhere").resolve("entries.jsonl")).isNotEmptyFile();
        assertThat(into).doesNotExist();
    }

    @Test
    void fetchWhenTamperedWithThenOne() {
        run("fetch", "--config", config.toString());
        server.log.setBack(0).add(6, "b");
        CommandRun run = run("fetch", "--config", config.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said()).startsWith("NOT IN ORDER: ");
    }

    /** A damaged tree shows there first, and is proved by the export only. */
    @Test
    void fetchWhenTheServerDoesNotSayWhatIsCosignedThenTheVerdictIsTheSame() {
        run("fetch", "--config", config.toString());
        for (int status : new int[] {500, 404, 400}) {
            server.cosignedReplies.add(new Reply(status, "", Map.of("Retry-After", "7200"), 0));
            assertThat(run("fetch", "--config", config.toString()).exit()).isZero();
        }
        assertThat(into.resolve("cosigned.txt")).doesNotExist();
        server.log.setBack(0).add(6, "b");
        server.cosignedReplies.add(new Reply(500, "", Map.of("Retry-After", "7200"), 0));
        assertThat(run("fetch", "--config", config.toString()).exit()).isEqualTo(1);
        server.cosignedReplies.add(Reply.of(200, "<html>"));
        CommandRun junk = run("fetch", "--config", config.toString());
        assertThat(junk.exit()).isEqualTo(2);
        assertThat(junk.said()).contains("the server's cosigned checkpoint cannot be read");
    }

    @Test
    void fetchWhenAnotherRunIsAtWorkThenThree() throws Exception {
        try (Archive other = Archive.open(into)) {
            CommandRun run = run("fetch", "--config", config.toString());
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.said()).contains("another run works on " + into);
            assertThat(other.state().entries().size()).isZero();
        }
    }

    @Test
    void fetchWhenTheServerIsAwayOrTheLogBehindThenFour() {
        server.tokenReplies.add(new Reply(503, "", Map.of("Retry-After", "7200"), 0));
        CommandRun away = run("fetch", "--config", config.toString());
        assertThat(away.exit()).isEqualTo(4);
        assertThat(away.said()).contains("127.0.0.1 answered 503");
        server.log.checkpoints.clear();
        server.log.now = Instant.now().minusSeconds(3600);
        server.log.sign();
        CommandRun behind = run("fetch", "--config", config.toString());
        assertThat(behind.exit()).isEqualTo(4);
        assertThat(behind.said()).contains("BEHIND: the newest checkpoint is 60 minutes old");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--secret-env=NO_SUCH_VARIABLE",
                "--secret-file=",
                "--issuer=http://sso.example.org/realms/r",
                "--timeout=PT0S",
                "--behind-after=PT0S",
                "--behind-after=soon",
                "--ca=none.pem",
                "--key=none.pub",
                "--client-key=none.pem"
            })
    void fetchWhenAnOptionMakesNoSenseThenTwo(String option) {
        CommandRun run = run("fetch", "--config", config.toString(), option);
        assertThat(run.exit()).as(run.said()).isEqualTo(2);
        assertThat(run.said()).doesNotContain("the-secret", "\tat ");
        assertThat(into).doesNotExist();
    }

    @Test
    void configWhenItHasAnUnknownNameThenTwoAndNamed() throws Exception {
        Files.writeString(config, Files.readString(config) + "colour=red\n");
        CommandRun run = run("fetch", "--config", config.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.said()).contains("there is no option colour");
        assertThat(run("fetch", "--config", folder.resolve("none").toString()).exit())
                .isEqualTo(2);
    }

    @Test
    void verifyWhenAFolderIsFilteredThenTheReportIsOfWhatIsProved() throws Exception {
        run("fetch", "--config", config.toString());
        CommandRun csv = run("verify", into.toString(), "--key", key.toString(), "--user", "alice", "--format", "csv");
        assertThat(csv.exit()).as(csv.said()).isZero();
        assertThat(csv.said())
                .startsWith("\"seq\",\"time\",\"type\"")
                .contains("\r\n\"1\",", "\"LOGIN_ERROR\"", "4 of 4 open entries fit");
        Path entries = into.resolve("entries.jsonl");
        Files.writeString(entries, Files.readString(entries).replaceFirst("alice", "alicf"));
        CommandRun tampered =
                run("verify", into.toString(), "--key", key.toString(), "--user", "alice", "--format", "csv");
        assertThat(tampered.exit()).isEqualTo(1);
        assertThat(tampered.said()).startsWith("NOT OK").doesNotContain("LOGIN_ERROR");
    }

    @Test
    void verifyWhenTheFolderIsNoArchiveThenTwo() throws Exception {
        assertThat(run("verify", folder.toString(), "--key", key.toString()).said())
                .contains("is a folder into which nothing was fetched");
        Archive.open(into).close();
        assertThat(run("verify", into.toString(), "--key", key.toString()).said())
                .contains("holds nothing yet: run fetch first");
    }

    @Test
    void keysWhenSomeAreLimitedThenTheFileIsReadStrictly() throws Exception {
        run("fetch", "--config", config.toString());
        String written = server.log.signer.key().toString();
        assertKeys(0, written + "\n");
        assertKeys(0, written + " until 5\n");
        assertKeys(0, written + "\n" + written + " until 6\n");
        assertKeys(1, written + " until 4\n");
        assertKeys(1, written + " revoked\n");
        assertKeys(2, written + " until\n");
        assertKeys(2, written + " until -1\n");
        assertKeys(2, written + " stolen\n");
    }

    private void assertKeys(int exit, String keys) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), keys);
        CommandRun run = run("verify", into.toString(), "--key", file.toString());
        assertThat(run.exit()).as(keys + run.said()).isEqualTo(exit);
        if (exit == 1) {
            assertThat(run.said()).contains("UNKNOWN_SIGNER", "is signed only by a key that was revoked");
        }
    }

    @Test
    void originWhenFetchedThenThatOfTheLog() {
        run("fetch", "--config", config.toString());
        assertThat(run("inspect", into.resolve("checkpoints.txt").toString()).said())
                .contains(GrowingLog.ORIGIN);
    }

    private static CommandRun run(String... arguments) {
        return CommandRun.of(new ArrayList<>(List.of(arguments)));
    }
}

package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.lease.JobBoard;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @TempDir
    private Path folder;

    private final NoteSigner key = NoteSigner.ofPem("any", NoteSigner.newPem());
    private TestDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sso.example.org, sso.example.org/caregate-audit",
        "SSO.Example.org, sso.example.org/caregate-audit",
        "https://sso.example.org, sso.example.org/caregate-audit",
        "https://sso.example.org/, sso.example.org/caregate-audit",
        "https://sso.example.org/auth/, sso.example.org/auth/caregate-audit",
        "https://sso.example.org:8443, sso.example.org:8443/caregate-audit",
        "192.0.2.7, 192.0.2.7/caregate-audit",
        "'https://[2001:db8::1]', [2001:db8::1]/caregate-audit"
    })
    void hostnameWhenOthersCanReachItThenTheOriginIsMadeFromIt(String hostname, String origin) {
        assertThat(Origin.ofHostname(hostname)).isEqualTo(new Origin(origin, false, Optional.empty()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "https://localhost:8443",
                "sso.localhost",
                "127.0.0.1",
                "https://[::1]",
                "0.0.0.0",
                "no host",
                "https://",
                "sso.example.org/a+b"
            })
    void hostnameWhenItIsNotOnlyThisServersThenTheCommonOriginAndAWarning(String hostname) {
        Origin origin = Origin.ofHostname(hostname);
        assertThat(origin.name()).isEqualTo("caregate-audit");
        assertThat(origin.warning().orElseThrow())
                .contains("--hostname", "--spi-events-listener--caregate-audit--origin");
    }

    @Test
    void optionWhenItIsTheCommonNameThenTheWarningNevertheless() {
        assertThat(Origin.chosen("caregate-audit").warning()).isPresent();
        assertThat(Origin.chosen("sso.example.org/audit").warning()).isEmpty();
    }

    @Test
    void optionWhenTheLogHadAnotherNameThenItWinsAndTheStartWarns() throws Exception {
        stored(1, key, "old.example.org/audit");
        Origin same = Origin.chosen("old.example.org/audit");
        assertThat(of(same, own())).isEqualTo(same);
        Origin other = of(Origin.chosen("new.example.org/audit"), own());
        assertThat(other.name()).isEqualTo("new.example.org/audit");
        assertThat(other.warning().orElseThrow()).contains("old.example.org/audit", "another log");
    }

    /**
     * The server's host name is sso.example.org. Each row of the table, the oldest first, is of a key and a name: this
     * node's ("my"), or another one ("its").
     */
    @ParameterizedTest
    @CsvSource({
        "own,        '',                                   sso.example.org/caregate-audit, false",
        "own,        my old.example.org,                   old.example.org,                false",
        "own,        my old.example.org;its evil.example,  old.example.org,                false",
        "own,        its evil.example,                     sso.example.org/caregate-audit, true",
        "own,        its caregate-audit,                   caregate-audit,                 false",
        "own,        its caregate-audit;its evil.example,  caregate-audit,                 true",
        "own,        its sso.example.org/caregate-audit,   sso.example.org/caregate-audit, false",
        "configured, '',                                   sso.example.org/caregate-audit, false",
        "configured, my caregate-audit,                    caregate-audit,                 false",
        "configured, its caregate-audit,                   caregate-audit,                 false",
        "configured, my other.example.org,                 sso.example.org/caregate-audit, true",
        "configured, my caregate-audit;my other.example,   caregate-audit,                 true",
        "configured, its evil.example,                     sso.example.org/caregate-audit, true",
    })
    void nameWhenNotChosenThenNeverOneThatOthersCanWrite(String kind, String rows, String expected, boolean problem)
            throws Exception {
        String newest = "";
        int number = 0;
        for (String row : rows.isEmpty() ? new String[0] : rows.split(";")) {
            newest = row.split(" ")[1];
            stored(++number, row.startsWith("my ") ? key : NoteSigner.ofPem("x", NoteSigner.newPem()), newest);
        }
        insert(number + 1, "junk");

        Origin origin = of(Origin.ofHostname("sso.example.org"), kind.equals("own") ? own() : Signing.with(shared()));

        assertThat(origin.name()).isEqualTo(expected);
        assertThat(origin.problem().isPresent()).isEqualTo(problem);
        if (problem) {
            assertThat(origin.problem().get()).contains(expected, newest, "--caregate-audit--origin=");
        }
    }

    /** A new node, or one whose own checkpoints are behind a hundred that others wrote. */
    @Test
    void nameWhenKeptByTheNodeThenNoRowChangesIt() throws Exception {
        Origin byHostname = Origin.ofHostname("sso.example.org");
        stored(1, key, "old.example.org/audit");
        for (int number = 2; number <= 102; number++) {
            stored(number, NoteSigner.ofPem("x", NoteSigner.newPem()), "caregate-audit");
        }
        assertThat(of(byHostname, own()).name()).isEqualTo("caregate-audit");

        new OriginFile(folder.resolve("signing-key.pem")).keep("old.example.org/audit");
        assertThat(of(byHostname, own()).name()).isEqualTo("old.example.org/audit");
        assertThat(of(Origin.chosen("new.example.org/audit"), own()).name()).isEqualTo("new.example.org/audit");

        Files.writeString(folder.resolve("origin"), "no name\n");
        assertThat(of(byHostname, own()).name()).isEqualTo("caregate-audit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "configured"})
    void nodeWhenItSignsWithItsOwnKeyThenItKeepsTheName(String kind) throws Exception {
        JobBoard board = new JobBoard(database.tables(), "node");
        Signing signing = kind.equals("own") ? own() : Signing.with(shared());
        try (Sealer sealer = new Sealer(database, database.tables(), signing, "node", board, () -> {})) {
            sealer.sign("old.example.org/audit");
            sealer.start();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(database.column(
                            "SELECT NODE FROM CAREGATE_AUDIT_SIGNING_KEY" + " WHERE FIRST_USED IS NOT NULL"))
                    .containsExactly("node"));
        }
        Path file = folder.resolve("origin");
        assertThat(Files.exists(file)).isEqualTo(kind.equals("own"));
        if (kind.equals("own")) {
            assertThat(Files.readString(file)).isEqualTo("old.example.org/audit\n");
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    private Signing own() {
        return new Signing(
                Signing.Kind.KEPT, shared(), Optional.of(folder.resolve("signing-key.pem")), Optional.empty());
    }

    private Optional<NoteSigner> shared() {
        return Optional.of(key);
    }

    private Origin of(Origin origin, Signing signing) throws Exception {
        try (Connection connection = database.open()) {
            return origin.of(connection, database.tables(), signing);
        }
    }

    private void stored(long number, NoteSigner signer, String name) {
        insert(
                number,
                signer.named(name)
                        .sign(Checkpoint.of(name, 0, new byte[32]), Instant.now())
                        .toString());
    }

    private void insert(long number, String note) {
        database.execute("INSERT INTO " + database.tables().checkpoint() + " (NR, CREATED, TREE_SIZE, NOTE) VALUES ("
                + number + ", 0, 0, '" + note + "')");
    }
}

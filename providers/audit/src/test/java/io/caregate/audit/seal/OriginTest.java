package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
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
    void logWhenItHasCheckpointsThenItKeepsItsNameUnlessTheOptionSaysAnother() throws Exception {
        try (TestDatabase database = new TestDatabase();
                Connection connection = database.open()) {
            NoteSigner signer = NoteSigner.ofPem("any", NoteSigner.newPem());
            Optional<NoteSigner> key = Optional.of(signer);
            Origin byHostname = Origin.ofHostname("sso.example.org");
            assertThat(byHostname.of(connection, database.tables(), key)).isEqualTo(byHostname);

            try (Sealer sealer = new Sealer(database, database.tables(), key, "node")) {
                sealer.sign("old.example.org/audit");
                sealer.start();
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(notes(database)).hasSize(1));
            }
            assertThat(notes(database).get(0)).startsWith("old.example.org/audit\n0\n");

            assertThat(byHostname.of(connection, database.tables(), key))
                    .isEqualTo(new Origin("old.example.org/audit", false, Optional.empty()));
            Origin same = Origin.chosen("old.example.org/audit");
            assertThat(same.of(connection, database.tables(), key)).isEqualTo(same);
            Origin other = Origin.chosen("new.example.org/audit").of(connection, database.tables(), key);
            assertThat(other.name()).isEqualTo("new.example.org/audit");
            assertThat(other.warning().orElseThrow()).contains("old.example.org/audit", "another log");

            // Others can write to the table: a row that is no checkpoint, and one that another key has signed.
            insert(database, 2, "junk");
            assertThat(byHostname.of(connection, database.tables(), key).name()).isEqualTo("old.example.org/audit");
            insert(
                    database,
                    3,
                    NoteSigner.ofPem("evil.example", NoteSigner.newPem())
                            .sign(Checkpoint.of("evil.example", 0, new byte[32]), Instant.now())
                            .toString());
            assertThat(byHostname.of(connection, database.tables(), key).name()).isEqualTo("old.example.org/audit");

            // After a change of the key, no checkpoint is signed by the node's own.
            Optional<NoteSigner> rotated = Optional.of(NoteSigner.ofPem("any", NoteSigner.newPem()));
            database.execute("DELETE FROM " + database.tables().checkpoint() + " WHERE NR > 1");
            assertThat(byHostname.of(connection, database.tables(), rotated).name())
                    .isEqualTo("old.example.org/audit");
        }
    }

    private static void insert(TestDatabase database, long number, String note) {
        database.execute("INSERT INTO " + database.tables().checkpoint() + " (NR, CREATED, TREE_SIZE, NOTE) VALUES ("
                + number + ", 0, 0, '" + note + "')");
    }

    private static List<String> notes(TestDatabase database) {
        return database.column("SELECT NOTE FROM " + database.tables().checkpoint());
    }
}

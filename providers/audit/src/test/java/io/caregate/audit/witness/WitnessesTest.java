package io.caregate.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.seal.Sealer;
import io.caregate.audit.witness.TestWitness.Behaviour;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.auditlog.tree.TrustPolicy;
import io.caregate.foundation.digest.Sha256;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints of a log that goes on, sent to witnesses of all kinds. These tests mostly wait, so they run side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
class WitnessesTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private static final Pace QUICK = new Pace(Duration.ofMillis(300), Duration.ofSeconds(2));

    private final NoteSigner signer = NoteSigner.ofPem("example.org/log", NoteSigner.newPem());
    private TestDatabase database;
    private Connection connection;
    private Sealer sealer;
    private TestWitness one;
    private TestWitness two;
    private int captured;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        connection = database.open();
        one = new TestWitness("one.example/w");
        two = new TestWitness("two.example/w");
        sealer = new Sealer(database, database.tables(), Optional.of(signer), "node");
        sealer.start();
        seal(300);
    }

    @AfterEach
    void close() throws Exception {
        sealer.close();
        one.close();
        two.close();
        connection.close();
        database.close();
    }

    private void seal(int more) throws Exception {
        database.execute("INSERT INTO " + database.tables().inbox()
                + " (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) SELECT LPAD(X + " + captured
                + ", 8, '0'), 0, 'realm', 'T', '{}' FROM SYSTEM_RANGE(1, " + more + ")");
        captured += more;
        sealer.wake();
        await().atMost(SOON).until(() -> newest().filter(checkpoint -> checkpoint.size() == captured)
                .isPresent());
    }

    private Optional<StoredCheckpoint> newest() throws Exception {
        return new StoredCheckpoints(connection, database.tables()).newest();
    }

    private TrustPolicy policy(String quorum) {
        return TrustPolicy.parse(one.line("one") + two.line("two") + quorum);
    }

    private Witnesses start(TrustPolicy policy, String node) {
        Witnesses witnesses = new Witnesses(
                policy,
                Duration.ofMinutes(10),
                QUICK,
                database,
                database.tables(),
                new JobBoard(database.tables(), node),
                node);
        witnesses.start();
        return witnesses;
    }

    @Test
    void checkpointsWhenWitnessesAreHonestThenTheQuorumIsReachedAgainAndAgain() throws Exception {
        TrustPolicy policy = policy("group both all one two\nquorum both\n");
        try (Witnesses witnesses = start(policy, "node");
                Witnesses standby = start(policy, "standby")) {
            for (int size : List.of(300, 301, 1000)) {
                seal(size - captured);
                await().atMost(SOON).until(() -> witnesses
                        .log()
                        .newest(connection)
                        .filter(found -> found.size() == size)
                        .isPresent());
            }
            StoredCheckpoint witnessed = standby.log().newest(connection).orElseThrow();
            SignedNote note = SignedNote.parse(standby.log().note(connection, witnessed));
            assertThat(note.signatures()).hasSize(4);
            assertThat(signer.key().check(note).outcome()).isEqualTo(NoteVerifier.Outcome.SIGNED);
            assertThat(one.signer.witnessKey().cosigned(note)).isPresent();
            assertThat(two.signer.witnessKey().cosigned(note)).isPresent();
            WitnessStatus status = witnesses.log().status(connection);
            assertThat(status.needed()).isTrue();
            assertThat(status.size()).contains(1000L);
            assertThat(status.witnesses())
                    .extracting(WitnessStatus.Cosigned::name, cosigned -> cosigned.size()
                            .orElse(0L))
                    .containsExactly(tuple("one", 1000L), tuple("two", 1000L));
        }
    }

    /** The sentence is what an auditor reads in the status. The other witness is not disturbed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WRONG_KEY   | has no valid cosignature by its key in the policy",
                "OTHER_TEXT  | has no valid cosignature by its key in the policy",
                "JUNK        | the witness's answer is not a list of signatures",
                "ENDLESS     | the witness's answer is not a list of signatures",
                "SILENT      | the witness did not answer in time",
                "UNKNOWN_LOG | the witness does not know this log: give its operator the log's verifier key",
                "UNKNOWN_KEY | the witness does not know the key that signs the log's checkpoints",
                "REFUSES     | says that this log is not the continuation of what it has cosigned",
                "OLD_SIZE    | the witness refuses the size that it says it has",
                "OTHER_SIZES | the witness says another size each time",
                "LARGER_SIZE | has cosigned 1000000 entries of this log, which has 300: the log was set back",
                "PAST        | the witness's clock is wrong",
                "FUTURE      | the witness's clock is wrong",
                "FAR_FUTURE  | the witness's clock is wrong",
                "NO_SIZE     | the witness's answer is not the size that it has",
                "FAULT       | the witness answered 500",
                "REDIRECT    | the witness answered 307"
            })
    void witnessWhenItDoesNotCosignThenThatIsSaidAndTheOtherOneGoesOn(Behaviour behaviour, String sentence)
            throws Exception {
        one.behave(behaviour);
        JobBoard board = new JobBoard(database.tables(), "node");
        TrustPolicy policy = policy("group any-of any one two\nquorum any-of\n");
        try (Witnesses witnesses =
                new Witnesses(policy, Duration.ofMinutes(10), QUICK, database, database.tables(), board, "node")) {
            witnesses.start();
            await().atMost(SOON).untilAsserted(() -> {
                board.flush(connection);
                assertThat(problems("witness-one")).singleElement().asString().contains(sentence);
            });
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            witnesses.log().newest(connection).map(StoredCheckpoint::size))
                    .contains(300L));
            await().atMost(SOON).untilAsserted(() -> {
                board.flush(connection);
                assertThat(problems("witness-two")).isEmpty();
            });
            SignedNote note = SignedNote.parse(witnesses
                    .log()
                    .note(connection, witnesses.log().newest(connection).orElseThrow()));
            assertThat(note.signatures()).hasSize(3);
            assertThat(database.column(
                            "SELECT WITNESS FROM " + database.tables().cosignature()))
                    .hasSize(1);

            one.behave(Behaviour.HONEST);
            one.forget(Checkpoint.of("none", 0, new TreeHasher().empty()));
            if (behaviour != Behaviour.SILENT) {
                await().atMost(SOON).untilAsserted(() -> {
                    board.flush(connection);
                    assertThat(problems("witness-one")).isEmpty();
                });
            }
        }
    }

    private List<String> problems(String job) {
        return database.column("SELECT PROBLEM FROM " + database.tables().job() + " WHERE NAME = '" + job
                + "' AND PROBLEM IS NOT NULL");
    }

    /** What the log keeps and thins by is the node's own time. */
    @ParameterizedTest
    @ValueSource(longs = {-270, 270})
    void witnessWhenItsClockIsAFewMinutesOffThenItsCosignatureCounts(long seconds) throws Exception {
        one.ahead(Duration.ofSeconds(seconds));
        Instant before = Instant.now().minusSeconds(1);
        try (Witnesses witnesses = start(policy("quorum one\n"), "node")) {
            await().atMost(SOON).until(() -> witnesses.log().newest(connection).isPresent());
        }
        assertThat(database.column("SELECT COSIGNED FROM " + database.tables().cosignature() + " WHERE WITNESS = '"
                        + idOf(one) + "'"))
                .isNotEmpty()
                .allSatisfy(time ->
                        assertThat(Instant.ofEpochMilli(Long.parseLong(time))).isBetween(before, Instant.now()));
    }

    /** Anyone who can write to the table can write a cosignature, and none that counts. */
    @Test
    void cosignaturesWhenMadeUpInTheTableThenNeitherServedNorCounted() throws Exception {
        TrustPolicy policy = policy("quorum one\n");
        try (Witnesses witnesses = start(policy, "node")) {
            await().atMost(SOON).until(() -> witnesses.log().newest(connection).isPresent());
        }
        String table = database.tables().cosignature();
        database.execute("DELETE FROM " + table + " WHERE WITNESS = '" + idOf(two) + "'");
        String good = database.column("SELECT NOTE FROM " + table + " WHERE WITNESS = '" + idOf(one) + "'")
                .get(0);
        String note = newest().orElseThrow().note();
        WitnessedLog log = new WitnessedLog(policy, database.tables());
        for (String forged : List.of(
                "junk",
                good.replace("\n300\n", "\n301\n"),
                note,
                new SignedNote(
                                SignedNote.parse(note).text(),
                                List.of(two.signer.cosign(SignedNote.parse(note).text(), Instant.now())))
                        .toString())) {
            database.execute("UPDATE " + table + " SET NOTE = '" + forged.replace("'", "''") + "'");
            assertThat(log.newest(connection)).as(forged).isEmpty();
            assertThat(log.status(connection).size()).as(forged).isEmpty();
            assertThat(log.note(connection, newest().orElseThrow())).isEqualTo(note);
        }
    }

    private String idOf(TestWitness witness) {
        return Sha256.hex(witness.signer.witnessKey().toString());
    }

    @Test
    void cosignaturesWhenOlderThanAnHourThenDeletedButForTheNewestOfEach() throws Exception {
        TrustPolicy policy = policy("quorum one\n");
        Cosignatures cosignatures = new Cosignatures(database.tables(), policy);
        TrustPolicy.Witness first = policy.witnesses().get(0);
        TrustPolicy.Witness second = policy.witnesses().get(1);
        Instant now = Instant.now();
        store(cosignatures, second, two, 2, now.minusSeconds(9_000));
        for (int size = 1; size <= 4; size++) {
            store(cosignatures, first, one, size, now.minusSeconds(8_000));
        }
        store(cosignatures, first, one, 5, now);
        assertThat(cosignatures.newest(connection, first, 10))
                .extracting(kept -> kept.checkpoint().size())
                .containsExactly(5L, 2L);
        assertThat(cosignatures.newest(connection, second, 10)).hasSize(1);
    }

    private void store(Cosignatures cosignatures, TrustPolicy.Witness by, TestWitness with, long size, Instant time)
            throws Exception {
        Checkpoint checkpoint = Checkpoint.of("example.org/log", size, new byte[32]);
        cosignatures.store(connection, by, checkpoint, with.signer.cosign(checkpoint.text(), time), time);
    }
}

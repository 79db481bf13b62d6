package io.caregate.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.TrustPolicy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the quorum counts as missing, by a clock that the test sets. */
class QuorumWatchTest {
    private static final Instant START = Instant.parse("2026-01-31T08:15:00Z");
    private static final Duration ALARM = Duration.ofMinutes(10);

    private final NoteSigner one = NoteSigner.ofPem("one.example/w", NoteSigner.newPem());
    private final NoteSigner two = NoteSigner.ofPem("two.example/w", NoteSigner.newPem());
    private TestDatabase database;
    private Connection connection;
    private Instant now = START;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        connection = database.open();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        database.close();
    }

    private TrustPolicy policy(String quorum) {
        return TrustPolicy.parse("witness one " + one.witnessKey() + "\nwitness two " + two.witnessKey()
                + "\ngroup both all one two\nquorum " + quorum);
    }

    private QuorumWatch watch(TrustPolicy policy) {
        return new QuorumWatch(new WitnessedLog(policy, database.tables()), database, ALARM, () -> now);
    }

    private void cosign(TrustPolicy policy, int witness, long size, Instant time) throws Exception {
        cosign(policy, witness, size, time, time);
    }

    private void cosign(TrustPolicy policy, int witness, long size, Instant time, Instant said) throws Exception {
        Checkpoint checkpoint = Checkpoint.of("example.org/log", size, new byte[32]);
        NoteSigner signer = witness == 0 ? one : two;
        new Cosignatures(database.tables(), policy)
                .store(
                        connection,
                        policy.witnesses().get(witness),
                        checkpoint,
                        signer.cosign(checkpoint.text(), said),
                        time);
    }

    private boolean isMissingAt(QuorumWatch watch, Instant time) {
        now = time;
        watch.inspect();
        return watch.isMissing();
    }

    @Test
    void quorumWhenNeverReachedThenMissingSomeTimeAfterTheStart() {
        QuorumWatch watch = watch(policy("both"));
        assertThat(isMissingAt(watch, START.plus(ALARM))).isFalse();
        assertThat(isMissingAt(watch, START.plus(ALARM).plusSeconds(1))).isTrue();
        assertThat(watch.ageSeconds()).isEqualTo(601);
    }

    @Test
    void quorumWhenOnlyOneOfTwoCosignsThenTheTimeOfTheLastThatBothHaveCosigned() throws Exception {
        TrustPolicy policy = policy("both");
        QuorumWatch watch = watch(policy);
        cosign(policy, 0, 5, START.plusSeconds(60));
        cosign(policy, 1, 5, START.plusSeconds(70));
        for (int i = 1; i <= 100; i++) {
            cosign(policy, 0, 5 + i, START.plusSeconds(70 + i));
        }
        Instant reached = START.plusSeconds(70);
        assertThat(isMissingAt(watch, reached.plus(ALARM))).isFalse();
        assertThat(watch.ageSeconds()).isEqualTo(600);
        assertThat(isMissingAt(watch, reached.plus(ALARM).plusSeconds(1))).isTrue();

        cosign(policy, 1, 105, now);
        assertThat(isMissingAt(watch, now.plusSeconds(1))).isFalse();
        assertThat(watch.ageSeconds()).isEqualTo(1);
    }

    /** Such as one that was kept before the log refused such times. */
    @Test
    void quorumWhenItsTimeIsStillToComeThenMissingNevertheless() throws Exception {
        TrustPolicy policy = policy("one");
        QuorumWatch watch = watch(policy);
        cosign(policy, 0, 5, START.plus(ALARM).plus(WitnessClient.CLOCK));
        assertThat(isMissingAt(watch, START.plus(ALARM))).isFalse();
        assertThat(watch.ageSeconds()).isZero();
        for (String time : List.of("2100-01-01T00:00:00Z", "+300000000-01-01T00:00:00Z")) {
            cosign(policy, 0, 6, START, Instant.parse(time));
            assertThat(isMissingAt(watch, START.plus(ALARM).plusSeconds(1)))
                    .as(time)
                    .isTrue();
            assertThat(watch.ageSeconds()).isEqualTo(601);
        }
    }

    @Test
    void quorumWhenReachedLongBeforeTheStartThenTheNodeGivesTimeFromItsStart() throws Exception {
        TrustPolicy policy = policy("one");
        cosign(policy, 0, 5, START.minusSeconds(86_400));
        QuorumWatch watch = watch(policy);
        assertThat(isMissingAt(watch, START.plusSeconds(30))).isFalse();
        assertThat(watch.ageSeconds()).isEqualTo(86_430);
    }

    @Test
    void quorumWhenNobodyIsNeededThenNeverMissing() {
        assertThat(isMissingAt(watch(policy("none")), START.plusSeconds(1_000_000)))
                .isFalse();
    }

    @Test
    void quorumWhenTheDatabaseIsAwayThenNotANumber() throws Exception {
        QuorumWatch watch = watch(policy("both"));
        database.takeAway();
        watch.inspect();
        assertThat(watch.ageSeconds()).isNaN();
        database.bringBack();
        connection = database.open();
    }
}

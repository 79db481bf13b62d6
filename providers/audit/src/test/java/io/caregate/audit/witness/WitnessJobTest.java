package io.caregate.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.deliver.Backoff;
import io.caregate.audit.deliver.HeldLease;
import io.caregate.audit.deliver.Worker;
import io.caregate.audit.http.Endpoint;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.witness.TestWitness.Behaviour;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.TrustPolicy;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One witness, slot by slot, by a clock that the test sets. */
class WitnessJobTest {
    private static final Pace PACE = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(20));

    private final NoteSigner signer = NoteSigner.ofPem("example.org/log", NoteSigner.newPem());
    private Instant now = Instant.now();

    /** The size that it says is never more than the log has, so each answer alone looks as after a change of nodes. */
    @Test
    void witnessWhenItSaysEachTimeThatItHasMoreThenThatIsAProblem() throws Exception {
        try (TestDatabase database = new TestDatabase();
                Connection connection = database.open();
                TestWitness witness = new TestWitness("one.example/w");
                Worker worker = new Worker("idle", job(database, witness, new JobBoard(database.tables(), "node")))) {
            JobBoard board = new JobBoard(database.tables(), "node");
            WitnessJob job = job(database, witness, board);
            witness.behave(Behaviour.NEXT_SIZE);
            store(database, 1);
            store(database, 2);
            // The first round makes the row of the lease, and the second one takes it.
            job.round(worker);
            for (int slot = 1; slot <= WitnessJob.MOST_AHEAD; slot++) {
                now = now.plus(PACE.slot());
                database.execute("UPDATE CAREGATE_AUDIT_CHECKPOINT SET CREATED = CASE NR WHEN 1 THEN "
                        + now.minus(PACE.slot()).toEpochMilli() + " ELSE " + now.toEpochMilli() + " END");
                job.round(worker);
                board.flush(connection);
                List<String> problems =
                        database.column("SELECT PROBLEM FROM CAREGATE_AUDIT_JOB WHERE PROBLEM IS NOT NULL");
                if (slot < WitnessJob.MOST_AHEAD) {
                    assertThat(problems).as("slot %d", slot).isEmpty();
                } else {
                    assertThat(problems).singleElement().asString().contains("cosigns nothing");
                }
            }
            assertThat(witness.requests.get()).isEqualTo(WitnessJob.MOST_AHEAD);
        }
    }

    private WitnessJob job(TestDatabase database, TestWitness with, JobBoard board) {
        TrustPolicy policy = TrustPolicy.parse(with.line("one") + "quorum one\n");
        TrustPolicy.Witness witness = policy.witnesses().get(0);
        Transactions transactions = new Transactions(database);
        return new WitnessJob(
                witness,
                new WitnessClient(witness, witness.url().flatMap(Endpoint::url).orElseThrow(), PACE.deadline()),
                transactions,
                database.tables(),
                new Cosignatures(database.tables(), policy),
                new HeldLease(transactions, database.tables(), "witness-one", "node", board),
                PACE,
                new Backoff(new SecureRandom()),
                () -> now);
    }

    private void store(TestDatabase database, long size) {
        Checkpoint checkpoint = Checkpoint.of("example.org/log", size, new byte[32]);
        database.execute("INSERT INTO CAREGATE_AUDIT_CHECKPOINT (NR, CREATED, TREE_SIZE, NOTE) VALUES (" + size
                + ", 0, " + size + ", '" + signer.sign(checkpoint, now) + "')");
    }
}

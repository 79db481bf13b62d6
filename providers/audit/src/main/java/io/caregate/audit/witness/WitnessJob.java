package io.caregate.audit.witness;

import io.caregate.audit.deliver.Backoff;
import io.caregate.audit.deliver.HeldLease;
import io.caregate.audit.deliver.Pause;
import io.caregate.audit.deliver.Worker;
import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.integrity.StoredTree;
import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.record.Tables;
import io.caregate.audit.witness.WitnessClient.Answer;
import io.caregate.auditlog.tree.AddCheckpoint;
import io.caregate.auditlog.tree.ProofBuilder;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.auditlog.tree.TrustPolicy.Witness;
import io.caregate.foundation.log.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends checkpoints to one witness, on one node, one at a time, and keeps what it signs. Only the newest one that is to
 * be sent matters: those that a slow witness has missed are never sent. The connection to the database is returned
 * before the witness is contacted. Neither logins nor the sealer wait for it.
 */
final class WitnessJob implements Worker.Job {
    /** Before the witness's name, the name of the job and of its lease. */
    static final String PREFIX = "witness-";

    private static final ServerLog LOG = ServerLog.of(WitnessJob.class);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration STANDBY_REST = Duration.ofSeconds(2);
    private static final int LOOKED_AT = 200;
    /** The first request, and one for each size that the witness has meanwhile. */
    private static final int TRIES = 3;
    /** A node that takes over may be behind for a slot or two. */
    static final int MOST_AHEAD = 5;

    private final Witness witness;
    private final WitnessClient client;
    private final Transactions transactions;
    private final Tables tables;
    private final HeldLease heldLease;
    private final Cosignatures cosignatures;
    private final Pace pace;
    private final Backoff backoff;
    private final InstantSource clock;
    /** The number of the checkpoint that was cosigned last. */
    private long cosigned;

    private long looked = -1;
    private int failures;
    /** How often in a row the witness has said that it has more than it was sent. */
    private int ahead;

    private long notBefore = System.nanoTime();
    private @Nullable String problem;

    WitnessJob(
            Witness witness,
            WitnessClient client,
            Transactions transactions,
            Tables tables,
            Cosignatures cosignatures,
            HeldLease heldLease,
            Pace pace,
            Backoff backoff,
            InstantSource clock) {
        this.witness = witness;
        this.client = client;
        this.transactions = transactions;
        this.tables = tables;
        this.heldLease = heldLease;
        this.cosignatures = cosignatures;
        this.pace = pace;
        this.backoff = backoff;
        this.clock = clock;
    }

    @Override
    public Pause round(Worker worker) throws Exception {
        try {
            if (!heldLease.take()) {
                return Pause.of(STANDBY_REST);
            }
            heldLease.keepFor(HeldLease.TERM.dividedBy(2));
            long slot = pace.slot(clock.instant());
            if (System.nanoTime() - notBefore >= 0 && (slot != looked || problem != null)) {
                Optional<StoredCheckpoint> target = transactions.run(this::target);
                if (target.isPresent() && target.get().number() != cosigned) {
                    submit(worker, target.get());
                }
                looked = slot;
            }
            if (problem == null) {
                heldLease.done();
            }
            return Pause.of(REST);
        } catch (LeaseLostException e) {
            LOG.warnf("this node was held up and another one asks the witness now: %s", e.getMessage());
        } catch (DamagedTreeException e) {
            failed(new Answer.Failed(
                    "the stored tree is damaged, so nothing can be proved to the witness", Optional.empty(), true));
        } catch (SQLException e) {
            failed(new Answer.Failed("the database fails", Optional.empty(), false));
            LOG.debugf(e, "witness=%s: the database fails", witness.name());
        }
        return Pause.of(STANDBY_REST);
    }

    @Override
    public void leave() {
        heldLease.leave();
    }

    private Optional<StoredCheckpoint> target(Connection connection) throws SQLException {
        List<StoredCheckpoint> newest = new StoredCheckpoints(connection, tables)
                .before(Tables.MOST_NUMBER, LOOKED_AT).stream()
                        .filter(StoredCheckpoints::isWhole)
                        .toList();
        return Target.of(newest, pace, clock.instant());
    }

    private void submit(Worker worker, StoredCheckpoint target) throws Exception {
        long old = transactions.run(this::lastSize);
        for (int i = 0; i < TRIES; i++) {
            if (old > target.size()) {
                behind(old, target);
                return;
            }
            AddCheckpoint request = request(old, target);
            heldLease.keepFor(client.deadline().multipliedBy(2));
            Answer answer = worker.outside(() -> client.send(request, clock.instant()));
            if (answer instanceof Answer.HasSize conflict) {
                old = conflict.size();
            } else if (answer instanceof Answer.Cosigned given) {
                keep(target, given);
                return;
            } else if (answer instanceof Answer.Failed failure) {
                failed(failure);
                return;
            }
        }
        failed(new Answer.Failed("the witness says another size each time", Optional.empty(), false));
    }

    /** The size that the witness has cosigned last, as far as is known here. It knows better, and says so. */
    private long lastSize(Connection connection) throws SQLException {
        return cosignatures
                .last(connection, witness)
                .map(kept -> kept.checkpoint().size())
                .orElse(0L);
    }

    private AddCheckpoint request(long old, StoredCheckpoint target) throws SQLException, LeaseLostException {
        return transactions.run(connection -> {
            TreeHasher hasher = new TreeHasher();
            List<byte[]> proof = new ProofBuilder(hasher, new StoredTree(connection, tables, hasher))
                    .consistency(old, target.size());
            return new AddCheckpoint(old, proof, target.note());
        });
    }

    /** Another node may have sent a newer checkpoint. What the witness has can never be more than the whole log. */
    private void behind(long old, StoredCheckpoint target) throws SQLException, LeaseLostException {
        long newest = transactions.run(connection -> new StoredCheckpoints(connection, tables)
                .newest()
                .map(StoredCheckpoint::size)
                .orElse(target.size()));
        if (old > newest) {
            failed(new Answer.Failed(
                    "the witness has cosigned " + old + " entries of this log, which has " + newest
                            + ": the log was set back, or another log has its origin",
                    Optional.empty(),
                    true));
        } else if (++ahead >= MOST_AHEAD) {
            failed(new Answer.Failed(
                    "the witness says each time that it has cosigned more than it is sent, and cosigns nothing",
                    Optional.empty(),
                    false));
        }
    }

    private void keep(StoredCheckpoint target, Answer.Cosigned given) throws SQLException, LeaseLostException {
        heldLease.fenced(connection -> {
            cosignatures.store(connection, witness, target.checkpoint(), given.signature(), clock.instant());
            return true;
        });
        cosigned = target.number();
        failures = 0;
        ahead = 0;
        if (problem != null) {
            LOG.infof("witness=%s cosigns again size=%d", witness.name(), target.size());
        }
        problem = null;
    }

    private void failed(Answer.Failed failure) {
        failures++;
        Duration pause = failure.pause().map(Backoff::asked).orElseGet(() -> backoff.after(failures));
        notBefore = System.nanoTime() + pause.toNanos();
        heldLease.failed(failure.problem());
        if (!failure.problem().equals(problem)) {
            if (failure.alarm()) {
                LOG.errorf("witness=%s does not cosign: %s", witness.name(), failure.problem());
            } else {
                LOG.warnf("witness=%s does not cosign, it is tried again: %s", witness.name(), failure.problem());
            }
        }
        problem = failure.problem();
    }
}

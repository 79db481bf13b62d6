package io.caregate.audit.deliver;

import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.lease.Lease;
import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Whether this node has the job, according to a lease. A holder extends the lease while it waits, and before it
 * contacts a receiver, for as long as that may take.
 */
public final class HeldLease {
    /** The time for which a silent holder keeps the job: longer than a sink may take for a batch. */
    public static final Duration TERM = Duration.ofSeconds(2L * Sink.DEADLINE_SECONDS);

    private static final ServerLog LOG = ServerLog.of(HeldLease.class);

    private final Transactions transactions;
    private final Lease lease;
    private final String name;
    private final JobBoard board;
    private long fencedAt;

    /** The lease of this name. {@code node} is the name of this node. */
    public HeldLease(Transactions transactions, Tables tables, String name, String node, JobBoard board) {
        this.transactions = transactions;
        this.board = board;
        this.lease = new Lease(tables, name, node, TERM);
        this.name = name;
    }

    /** Whether this node has the job. Asking may get it. */
    public boolean take() throws SQLException, LeaseLostException {
        if (lease.isHeld()) {
            return true;
        }
        boolean taken = transactions.run(lease::take);
        if (taken) {
            fencedAt = System.nanoTime();
            LOG.infof("this node has the job lease=%s epoch=%d", name, lease.epoch());
            lease.repair().ifPresent(this::repaired);
        }
        return taken;
    }

    /** The holder has done a round. */
    public void done() {
        board.done(name);
    }

    /** The job cannot be done, for this reason. */
    public void failed(String problem) {
        board.failed(name, problem);
    }

    /** Something was wrong in the tables and has been put right. */
    void repaired(String what) {
        LOG.errorf("job=%s: %s", name, what);
        board.repaired(name, what);
    }

    /** Does the work in a transaction that commits only if this node still has the job. */
    public <T> T fenced(Transactions.Work<T> work) throws SQLException, LeaseLostException {
        long now = System.nanoTime();
        T result = transactions.run(connection -> {
            lease.fence(connection);
            return work.run(connection);
        });
        fencedAt = now;
        return result;
    }

    /** Extends the lease if less than {@code needed} may be left of it. */
    public void keepFor(Duration needed) throws SQLException, LeaseLostException {
        long left = TERM.toNanos() - (System.nanoTime() - fencedAt);
        if (left < needed.toNanos()) {
            fenced(connection -> true);
        }
    }

    /** Gives the job back. */
    public void leave() {
        if (lease.isHeld()) {
            try {
                transactions.run(connection -> {
                    lease.release(connection);
                    return true;
                });
            } catch (SQLException | LeaseLostException | RuntimeException e) {
                LOG.debugf(e, "lease=%s is not given back and will expire", name);
            }
        }
    }
}

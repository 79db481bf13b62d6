package io.caregate.audit.deliver;

import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Start;
import io.caregate.foundation.log.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Erases in small transactions, on one node, and rests after each as long as it took, so that logins continue. Before
 * that it deletes cursors that are to be forgotten.
 */
final class RetentionJob implements Worker.Job {
    /** How many entries one transaction erases. */
    static final int BATCH = 1000;

    private static final ServerLog LOG = ServerLog.of(RetentionJob.class);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration STANDBY_IDLE = Duration.ofSeconds(20);

    private final Transactions transactions;
    private final Tables tables;
    private final HeldLease heldLease;
    private final SinkCursor progress;
    private final Map<SinkCursor, Start> sinks;
    private final Optional<Erasure> erasure;
    private final Set<String> forgotten;
    private final CursorJudge judge;
    private boolean prepared;
    private @Nullable String reported;
    private @Nullable Position known;
    private boolean databaseFails;
    private long erased;

    RetentionJob(
            Transactions transactions,
            Tables tables,
            HeldLease heldLease,
            SinkCursor progress,
            CursorJudge judge,
            Map<SinkCursor, Start> sinks,
            Optional<Erasure> erasure,
            Set<String> forgotten) {
        this.transactions = transactions;
        this.tables = tables;
        this.heldLease = heldLease;
        this.progress = progress;
        this.judge = judge;
        this.sinks = Map.copyOf(sinks);
        this.erasure = erasure;
        this.forgotten = forgotten;
    }

    @Override
    public Pause round(Worker worker) {
        try {
            Pause pause = erase();
            databaseFails = false;
            return pause;
        } catch (LeaseLostException e) {
            LOG.warnf("this node was held up and another one erases now: %s", e.getMessage());
            return Pause.of(STANDBY_IDLE);
        } catch (DamagedTableException e) {
            known = null;
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(reported)) {
                LOG.errorf("nothing is erased for now: %s", problem);
            }
            reported = problem;
            heldLease.failed(problem);
            return Pause.of(STANDBY_IDLE.dividedBy(2));
        } catch (SQLException e) {
            known = null;
            heldLease.failed("the database fails");
            if (!databaseFails) {
                LOG.warnf(e, "nothing can be erased for now: the database fails");
            }
            databaseFails = true;
            return Pause.of(AFTER_FAILURE);
        }
    }

    private Pause erase() throws SQLException, LeaseLostException {
        if (!prepared) {
            prepare();
            prepared = true;
        }
        if (erasure.isEmpty() || !heldLease.take()) {
            known = null;
            return Pause.of(STANDBY_IDLE);
        }
        Position before = known;
        if (before == null) {
            before = begin();
        }
        long began = System.nanoTime();
        long from = before.seq();
        long to = heldLease.fenced(connection -> erasure.get().run(connection, from, BATCH));
        known = new Position(to, 0);
        reported = null;
        heldLease.done();
        erased += to - from;
        if (to > from) {
            return Pause.of(Duration.ofNanos(System.nanoTime() - began));
        }
        if (erased > 0) {
            LOG.infof("erased=%d entries that are older than they have to be kept; their hashes stay", erased);
            erased = 0;
        }
        return Pause.of(min(IDLE, HeldLease.TERM.dividedBy(3)));
    }

    /** The position to continue from. The first entry if no position is stored, since erased entries stay erased. */
    private Position begin() throws SQLException, LeaseLostException {
        CursorJudge.Judgement judgement = heldLease.fenced(connection -> {
            CursorJudge.Judgement found = judge.of(connection, progress, Optional.empty(), 0);
            if (found.fault().isPresent()) {
                progress.reset(connection, found.position());
            }
            return found;
        });
        judgement.fault().ifPresent(fault -> heldLease.repaired(fault + "; erasing goes on from there"));
        return judgement.position();
    }

    @Override
    public void leave() {
        heldLease.leave();
    }

    private void prepare() throws SQLException, LeaseLostException {
        transactions.attempt(connection -> progress.create(connection, Start.OLDEST));
        // A new sink is to have all existing entries, so its cursor holds back the erasure from the start.
        for (Map.Entry<SinkCursor, Start> sink : sinks.entrySet()) {
            transactions.attempt(connection -> sink.getKey().create(connection, sink.getValue()));
        }
        for (String id : forgotten) {
            transactions.run(connection -> forget(connection, id));
        }
    }

    /** Also deletes its lease: if it is set up again one day, the sink is a new one. */
    private boolean forget(Connection connection, String id) throws SQLException {
        boolean gone = false;
        for (String table : List.of(tables.cursor(), tables.lease(), tables.job())) {
            int rows = Sql.of("DELETE FROM " + table + " WHERE NAME = ?", SinkCursor.PREFIX + id)
                    .update(connection);
            gone |= rows > 0;
        }
        if (gone) {
            LOG.infof("sink=%s is forgotten: its cursor is deleted", id);
        }
        return gone;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

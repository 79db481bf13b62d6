package io.caregate.audit.deliver;

import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Mark;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Outcome.Refused;
import io.caregate.audit.sink.Outcome.Rejection;
import io.caregate.audit.sink.Outcome.Retry;
import io.caregate.audit.sink.Outcome.Taken;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.ServerStartupError;

/**
 * Delivers to one sink, a batch a round: reads the items after the cursor, hands them over with no connection open, and
 * moves the cursor under the fence of the lease. The position is in the database, so a node that dies, or a commit
 * whose answer is lost, repeats one batch at most. As long as a node has the job, no other moves the cursor. If the row
 * does not say what this node has left, or what its proof proves, it is put right ({@link CursorJudge}), which is an
 * error in log and status.
 */
final class SinkJob implements Worker.Job {
    private static final ServerLog LOG = ServerLog.of(SinkJob.class);
    private static final Duration HOLDER_IDLE = Duration.ofSeconds(1);
    private static final Duration STANDBY_IDLE = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final SinkHandle handle;
    private final Transactions transactions;
    private final Tables tables;
    private final HeldLease heldLease;
    private final SinkCursor cursor;
    private final DeadLetters deadLetters;
    private final Runnable afterDeadLetter;
    private final Counters counters;
    private final DeliveryPacing pacing;
    private final CursorJudge judge;
    private final Suspects suspects;
    private boolean created;
    private boolean databaseFails;
    private @Nullable Sink sink;
    /** The name of the log. Set before the worker starts. */
    private String origin = "";
    /** Where this node has left the cursor, as long as it has the job. No other node moves it. */
    private @Nullable Position known;

    SinkJob(
            SinkHandle handle,
            Transactions transactions,
            Tables tables,
            HeldLease heldLease,
            SinkCursor cursor,
            CursorJudge judge,
            Suspects suspects,
            DeadLetters deadLetters,
            Runnable afterDeadLetter,
            Backoff backoff) {
        this.handle = handle;
        this.transactions = transactions;
        this.tables = tables;
        this.heldLease = heldLease;
        this.cursor = cursor;
        this.judge = judge;
        this.suspects = suspects;
        this.deadLetters = deadLetters;
        this.afterDeadLetter = afterDeadLetter;
        this.counters = new Counters(handle.id());
        this.pacing = new DeliveryPacing(handle.settings().batchSize(), backoff);
    }

    /** Names the log, before the first round. */
    void ofLog(String name) {
        origin = name;
    }

    @Override
    public Pause round(Worker worker) throws InterruptedException {
        try {
            Pause pause = deliver(worker);
            databaseFails = false;
            return pause;
        } catch (LeaseLostException e) {
            LOG.warnf("this node was held up and another one delivers now: %s", e.getMessage());
            letGo();
            return Pause.of(STANDBY_IDLE);
        } catch (SQLException e) {
            // It is unknown whether the last commit succeeded: the row says so, and its proof.
            known = null;
            if (!databaseFails) {
                LOG.warnf(e, "nothing can be delivered for now sink=%s: the database fails", handle.id());
            }
            databaseFails = true;
            heldLease.failed(
                    e instanceof DamagedTableException ? String.valueOf(e.getMessage()) : "the database fails");
            return Pause.of(STANDBY_IDLE);
        }
    }

    @Override
    public void leave() {
        closeSink();
        heldLease.leave();
    }

    private Pause deliver(Worker worker) throws SQLException, LeaseLostException, InterruptedException {
        if (!created) {
            transactions.attempt(
                    connection -> cursor.create(connection, handle.settings().start()));
            created = true;
        }
        if (!heldLease.take()) {
            letGo();
            return Pause.of(STANDBY_IDLE);
        }
        Pause pause = deliverAsHolder(worker);
        heldLease.done();
        return pause;
    }

    private Pause deliverAsHolder(Worker worker) throws SQLException, LeaseLostException, InterruptedException {
        Position from = known;
        if (from == null) {
            from = begin(worker);
            known = from;
        }
        Duration left = pacing.left();
        if (!left.isZero()) {
            heldLease.keepFor(HeldLease.TERM.dividedBy(2));
            return Pause.of(min(left, HeldLease.TERM.dividedBy(4)));
        }
        Position position = from;
        Optional<Load> batch;
        try {
            batch = transactions.run(connection -> load(connection, position));
        } catch (DamagedTableException e) {
            putBack(position, String.valueOf(e.getMessage()));
            return Pause.NONE;
        }
        if (batch.isEmpty()) {
            heldLease.keepFor(HeldLease.TERM.dividedBy(2));
            return Pause.untilNews(HOLDER_IDLE);
        }
        // A node that was stopped since the last commit must find that out before it sends anything.
        heldLease.keepFor(Duration.ofSeconds(Sink.DEADLINE_SECONDS).plus(MARGIN));
        Load load = batch.get();
        if (load.chosen().isEmpty()) {
            skip(load);
        } else {
            settle(load, outcome(worker, new Batch(load.chosen())));
        }
        return Pause.NONE;
    }

    /** The position to continue from, which this node does not know yet. A wrong cursor is put right. */
    private Position begin(Worker worker) throws SQLException, LeaseLostException, InterruptedException {
        Optional<Mark> mark = mark(worker);
        int close = handle.settings().batchSize();
        CursorJudge.Judgement judgement = heldLease.fenced(connection -> {
            CursorJudge.Judgement found = judge.of(connection, cursor, mark, close);
            Optional<SinkCursor.Stored> stored = cursor.read(connection);
            boolean proved = found.fault().isEmpty()
                    && stored.isPresent()
                    && stored.get().position().equals(found.position());
            if (!proved) {
                cursor.reset(connection, found.position());
            }
            stored.flatMap(SinkCursor.Stored::askedUntil).ifPresent(pacing::askedUntil);
            return found;
        });
        judgement
                .fault()
                .ifPresent(fault -> heldLease.repaired(fault + "; delivery goes on from " + judgement.position()));
        return judgement.position();
    }

    /**
     * The row differs from what this node has left: the node's memory is right, unless the log itself is an older one.
     */
    private void putBack(Position left, String fault) throws SQLException, LeaseLostException {
        boolean put = heldLease.fenced(connection -> {
            boolean within = judge.isWithin(connection, left);
            if (within) {
                cursor.reset(connection, left);
            }
            return within;
        });
        heldLease.repaired(fault + (put ? "; it is put back" : ", and the log is shorter now"));
        known = put ? left : null;
    }

    private Optional<Mark> mark(Worker worker) throws InterruptedException {
        try {
            Sink target = open();
            return worker.outside(target::last);
        } catch (Exception | Error e) {
            if (worker.isStopping()) {
                throw new InterruptedException("the server stops");
            }
            LOG.debugf(e, "sink=%s does not show what it has", handle.id());
            closeSink();
            return Optional.empty();
        }
    }

    private Sink open() {
        Sink open = sink;
        if (open == null) {
            open = handle.open();
            sink = open;
        }
        return open;
    }

    /** The items after the position that this node has left. Throws if the row says another position. */
    private Optional<Load> load(Connection connection, Position from) throws SQLException {
        Optional<SinkCursor.Stored> stored = cursor.read(connection);
        if (stored.isEmpty() || !stored.get().position().equals(from)) {
            throw new DamagedTableException(cursor.row()
                    + stored.map(found -> " says " + found.position()).orElse(" is gone")
                    + ", but this node left it at " + from);
        }
        List<Item> items = new LogReader(connection, tables, suspects, origin).after(from, pacing.size());
        List<Item> chosen =
                items.stream().filter(handle.settings().filter()::takes).toList();
        return items.isEmpty() ? Optional.empty() : Optional.of(new Load(from, items, chosen));
    }

    /** No exception of a sink, linkage errors included, is a reason to lose an entry or to stop. */
    private Outcome outcome(Worker worker, Batch batch) throws InterruptedException {
        try {
            Sink target = open();
            return worker.outside(() -> target.deliver(batch));
        } catch (ServerStartupError e) {
            // A file that an option names was valid at the start and no longer is.
            LOG.warnf("sink=%s cannot be made: %s", handle.id(), e.getMessage());
            return Outcome.misconfigured("an option of the sink is not right any more, see the server's log");
        } catch (Exception | Error e) {
            if (worker.isStopping()) {
                throw new InterruptedException("the server stops");
            }
            LOG.debugf(e, "sink=%s threw", handle.id());
            return Outcome.retry("failed with " + e.getClass().getSimpleName());
        }
    }

    private void settle(Load load, Outcome outcome) throws SQLException, LeaseLostException {
        if (outcome instanceof Retry retry) {
            fail(retry);
        } else if (outcome instanceof Taken taken) {
            settle(load, taken);
        } else if (outcome instanceof Refused refused && load.chosen().size() > 1) {
            counters.retry();
            pacing.refused(load.items().size());
            LOG.debugf(
                    "sink=%s refused items=%d: %s", handle.id(), load.chosen().size(), refused.reason());
        } else if (outcome instanceof Refused refused) {
            rejectFirst(load, refused.reason());
        }
    }

    /**
     * If a receiver took no item, its rejections are not used: the items are tried one by one, so that a misconfigured
     * receiver is found out before it has made dead letters of a whole batch.
     */
    private void settle(Load load, Taken taken) throws SQLException, LeaseLostException {
        int rejected = taken.rejected().size();
        if (rejected < taken.count()) {
            pacing.taken(taken.count() - rejected);
            take(load, taken);
        } else if (load.chosen().size() > 1) {
            counters.retry();
            pacing.refused(1);
            LOG.debugf("sink=%s took none of items=%d", handle.id(), taken.count());
        } else {
            rejectFirst(load, taken.rejected().get(0).reason());
        }
    }

    private void rejectFirst(Load load, String reason) throws SQLException, LeaseLostException {
        take(load, new Taken(1, List.of(new Rejection(0, reason))));
        Duration pause = pacing.rejectedAlone();
        if (!pause.isZero()) {
            heldLease.fenced(connection -> {
                cursor.fault(connection, "every entry is rejected: " + reason, true, pause, false);
                return true;
            });
        }
    }

    private void fail(Retry retry) throws SQLException, LeaseLostException {
        boolean first = pacing.failures() == 0;
        Duration pause = pacing.failed(retry.after());
        counters.retry();
        if (first) {
            LOG.warnf("sink=%s does not take entries, they wait: %s", handle.id(), retry.reason());
        }
        if (retry.misconfigured()) {
            // The operator may correct a file or a secret that is read when the sink is opened.
            closeSink();
        }
        heldLease.fenced(connection -> {
            cursor.fault(
                    connection,
                    retry.reason(),
                    retry.misconfigured(),
                    pause,
                    retry.after().isPresent());
            return true;
        });
    }

    /** Moves the cursor behind items that the sink does not get. */
    private void skip(Load load) throws SQLException, LeaseLostException {
        Position to = load.after(0);
        heldLease.fenced(connection -> {
            cursor.move(connection, load.from(), to);
            return true;
        });
        known = to;
        pacing.skipped();
    }

    private void take(Load load, Taken taken) throws SQLException, LeaseLostException {
        List<Item> items = load.chosen();
        int count = Math.min(taken.count(), items.size());
        Position to = load.after(count);
        heldLease.fenced(connection -> {
            for (Rejection rejection : taken.rejected()) {
                deadLetters.add(connection, items.get(rejection.index()), rejection.reason());
            }
            cursor.move(connection, load.from(), to);
            return true;
        });
        known = to;
        counters.delivered(count - taken.rejected().size());
        counters.deadLetters(taken.rejected().size());
        for (Rejection rejection : taken.rejected()) {
            LOG.warnf(
                    "sink=%s rejected seq=%d for good: %s",
                    handle.id(), items.get(rejection.index()).seq(), rejection.reason());
        }
        if (!taken.rejected().isEmpty()) {
            afterDeadLetter.run();
        }
    }

    /** Another node has the job: this node's knowledge is out of date. */
    private void letGo() {
        known = null;
        closeSink();
    }

    private void closeSink() {
        Sink open = sink;
        sink = null;
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException | LinkageError e) {
                LOG.debugf(e, "sink=%s was not closed cleanly", handle.id());
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Items of the log.
     *
     * @param from the cursor that they follow
     * @param items all of them, at least one
     * @param chosen those that the sink gets
     */
    private record Load(Position from, List<Item> items, List<Item> chosen) {
        /** The position before the first chosen item that is not among the first {@code taken}. */
        Position after(int taken) {
            return from.after(items, taken == chosen.size() ? items.size() : items.indexOf(chosen.get(taken)));
        }
    }
}

package io.caregate.audit.capture;

import io.caregate.auditlog.entry.Row;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.thread.DaemonThread;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows durable for many requests with one commit. Requests put their rows in a queue and wait. One thread takes
 * all waiting rows, stores them in one transaction on its own connection, and releases the requests when the commit is
 * on disk. A request waits {@link #PATIENCE} at most. After that, or when the queue is full or the database is away,
 * the row goes to the {@link FallbackBuffer}. All rows after it go there too until the buffer has been replayed, which
 * keeps a node's entries in order. A row may therefore reach the database twice. It is recognised by its id, and stored
 * once.
 *
 * <p>Nothing depends on a clean stop: a row is in the database or on disk before its request is answered.
 */
final class GroupCommitWriter implements AutoCloseable {
    /** The longest that a request waits for the database. */
    static final Duration PATIENCE = Duration.ofMillis(250);

    private static final ServerLog LOG = ServerLog.of(GroupCommitWriter.class);
    private static final int QUEUE_LENGTH = 8192;
    private static final int BATCH = 512;
    private static final int CATCH_UP_PASSES = 3;
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final BlockingQueue<WaitingRow> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final InboxWriter inbox;
    private final RejectedRowFallback fallback;
    private final FallbackBuffer buffer;
    private final CaptureMeters meters;
    private final Runnable afterCommit;
    private final Thread thread = DaemonThread.of("caregate-audit-writer", this::run);
    /** Whether rows go to the database. Only the writer's thread sets it, and only when no row waits elsewhere. */
    private volatile boolean up;

    private volatile boolean running = true;
    private boolean reported = true;

    /** {@code afterCommit} is called on the writer's thread. It must not block. */
    GroupCommitWriter(
            InboxWriter inbox,
            RejectedRowFallback fallback,
            FallbackBuffer buffer,
            CaptureMeters meters,
            Runnable afterCommit) {
        this.inbox = inbox;
        this.fallback = fallback;
        this.buffer = buffer;
        this.meters = meters;
        this.afterCommit = afterCommit;
    }

    void start() {
        thread.start();
    }

    /** Takes a row, and returns when the row is durable, or when that is impossible and logged. */
    void write(Row row) {
        long began = System.nanoTime();
        if (!up || !storeInTime(row)) {
            up = false;
            buffer.put(List.of(row));
        }
        meters.accepted(System.nanoTime() - began);
    }

    private boolean storeInTime(Row row) {
        WaitingRow waiting = new WaitingRow(row);
        return queue.offer(waiting) && waiting.await(PATIENCE);
    }

    @Override
    public void close() {
        running = false;
        up = false;
        try {
            thread.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            try {
                if (!up || !buffer.isEmpty()) {
                    recover();
                }
                WaitingRow first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    storeBatch(first);
                }
            } catch (InterruptedException e) {
                LOG.debugf("the writer is asked to stop");
                running = false;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "the writer goes on after a failure");
                up = false;
            }
        }
        up = false;
        release(takeAllWaiting(null));
        inbox.close();
        closeBuffer();
    }

    private void storeBatch(WaitingRow first) {
        List<WaitingRow> batch = takeAllWaiting(first);
        if (batch.isEmpty()) {
            return;
        }
        if (up && !buffer.isEmpty()) {
            // A request that found the database away has put its row there and was released since: these rows go after
            // it.
            release(batch);
            return;
        }
        if (!up || !store(rows(batch))) {
            up = false;
            release(batch);
            return;
        }
        batch.forEach(WaitingRow::letGo);
        afterCommit.run();
    }

    private boolean store(List<Row> rows) {
        try {
            inbox.store(rows);
            meters.toDatabase(rows.size());
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.debugf(e, "rows=%d not stored, trying once more on a new connection", rows.size());
        }
        try {
            // The commit may have arrived even though its answer did not.
            inbox.storeMissing(rows);
            meters.toDatabase(rows.size());
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(e, "rows=%d not stored, the spill takes them until the database is back", rows.size());
            reported = false;
            return false;
        }
    }

    /** Puts the waiting rows into the fallback buffer, then releases their requests: the rows are durable there. */
    private void release(List<WaitingRow> batch) {
        if (!batch.isEmpty()) {
            buffer.put(rows(batch));
            batch.forEach(WaitingRow::letGo);
        }
    }

    /** Replays the spill, and directs rows to the database again once the spill is empty. */
    private void recover() {
        release(takeAllWaiting(null));
        try {
            inbox.open();
            for (int pass = 0; pass < CATCH_UP_PASSES && !up; pass++) {
                buffer.replay(this::replay, BATCH);
            }
            // From here on rows wait in the queue, behind those that came into the spill during the last pass.
            up = true;
            buffer.replay(this::replay, BATCH);
            if (!reported) {
                LOG.infof("the database is back and the spill is replayed");
                reported = true;
            }
            afterCommit.run();
        } catch (Exception e) {
            up = false;
            if (reported) {
                LOG.warnf(e, "the spill cannot be replayed yet");
                reported = false;
            }
        }
    }

    private void replay(List<Row> rows) throws SQLException {
        try {
            inbox.storeMissing(rows);
        } catch (SQLException e) {
            if (!RefusedContent.explains(e)) {
                throw e;
            }
            // A row whose content the database refuses must not hold back the rows after it.
            for (Row row : rows) {
                fallback.store(row);
            }
        }
    }

    private List<WaitingRow> takeAllWaiting(@Nullable WaitingRow first) {
        List<WaitingRow> waiting = new ArrayList<>();
        if (first != null) {
            waiting.add(first);
        }
        queue.drainTo(waiting, BATCH - waiting.size());
        waiting.removeIf(row -> !row.take());
        return waiting;
    }

    private void closeBuffer() {
        try {
            buffer.close();
        } catch (IOException e) {
            LOG.warnf(e, "the spill was not closed cleanly");
        }
    }

    private static List<Row> rows(List<WaitingRow> waiting) {
        return waiting.stream().map(WaitingRow::row).toList();
    }
}

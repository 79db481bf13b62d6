package io.caregate.audit.deliver;

import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Start;
import io.caregate.resource.ServerLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Erases in small transactions, on one node, and rests after each as long as it took: logins go on beside it. Before that
 * it deletes cursors that are to be forgotten.
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
    private final Tenure tenure;
    private final SinkCursor progress;
    private final Map<SinkCursor, Start> sinks;
    private final Optional<Erasure> erasure;
    private final Set<String> forgotten;
    private boolean prepared;
    private boolean databaseFails;
    private long erased;

    RetentionJob(
            Transactions transactions,
            Tables tables,
            Tenure tenure,
            SinkCursor progress,
            Map<SinkCursor, Start> sinks,
            Optional<Erasure> erasure,
            Set<String> forgotten) {
        this.transactions = transactions;
        this.tables = tables;
        this.tenure = tenure;
        this.progress = progress;
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
        } catch (SQLException e) {
            // Also where two nodes start at once and both make a sink's row: one of them fails, and finds it the next
            // time.
            if (!databaseFails) {
                LOG.warnf(e, "nothing can be erased for now: the database fails");
            }
            databaseFails = true;
            return Pause.of(AFTER_FAILURE);
        }
    }

    private Pause erase() throws SQLException, LeaseLostException {
        if (!prepared) {
            transactions.run(this::prepare);
            prepared = true;
        }
        if (erasure.isEmpty() || !tenure.take()) {
            return Pause.of(STANDBY_IDLE);
        }
        long began = System.nanoTime();
        int now = tenure.fenced(connection -> erasure.get().run(connection, BATCH));
        erased += now;
        if (now > 0) {
            return Pause.of(Duration.ofNanos(System.nanoTime() - began));
        }
        if (erased > 0) {
            LOG.infof("erased=%d entries that are older than they have to be kept; their hashes stay", erased);
            erased = 0;
        }
        return Pause.of(min(IDLE, Tenure.TERM.dividedBy(3)));
    }

    @Override
    public void leave() {
        tenure.leave();
    }

    private boolean prepare(Connection connection) throws SQLException {
        progress.create(connection, Start.OLDEST);
        // A sink that is new is to have what is there, so its cursor holds back the erasing from the start.
        for (Map.Entry<SinkCursor, Start> sink : sinks.entrySet()) {
            sink.getKey().create(connection, sink.getValue());
        }
        for (String id : forgotten) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM " + tables.cursor() + " WHERE NAME = ?")) {
                statement.setString(1, SinkCursor.PREFIX + id);
                if (statement.executeUpdate() > 0) {
                    LOG.infof("sink=%s is forgotten: its cursor is deleted", id);
                }
            }
        }
        return true;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

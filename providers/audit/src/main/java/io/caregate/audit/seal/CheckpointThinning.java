package io.caregate.audit.seal;

import io.caregate.audit.lease.Lease;
import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes most of the checkpoints that are older than an hour. What stays is the last of each minute, and so many that
 * no more than {@value CheckpointSigner#ENTRIES} entries lie between two of them unless they were signed so: the
 * verifier accepts no more than 1,999 after the last one in a file, and a sink may come late. The newest one is never
 * deleted, nor one before a smaller one, which shows that the log was set back, nor what a witness has cosigned last,
 * which may be what the quorum has cosigned last. Nothing depends on one that is deleted:
 * cursors of sinks and readers go by number to the next one, of those that wait a sink gets only the newest of each
 * thousand entries, and a proof can begin at a checkpoint that only its reader has kept.
 *
 * <p>It goes through the table once, in steps, each a fenced transaction, and then follows the clock. It remembers its
 * place in memory only. If another node takes over, that node goes through the table again, and keeps the same.
 */
final class CheckpointThinning {
    /** All checkpoints are kept for this time. */
    static final Duration KEPT_ALL = Duration.ofHours(1);
    /** The number of rows that a step reads. */
    static final int STEP = 1000;

    /**
     * For each witness, the checkpoints of so many of the largest trees that it has cosigned stay. Others can write to
     * the table of cosignatures, so the largest may be made up.
     */
    private static final int COSIGNED = 10;

    private static final int MOST_COSIGNED = 1000;
    private static final Duration BETWEEN_STEPS = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofMinutes(1);
    private static final Place BEGIN = new Place(0, 0);

    private final Tables tables;
    private final InstantSource clock;
    private Place place = BEGIN;
    private long restUntil = System.nanoTime();

    CheckpointThinning(Tables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /** Goes through the whole table again: another node may have thinned it meanwhile, or none. */
    void restart() {
        place = BEGIN;
        restUntil = System.nanoTime();
    }

    /** Does a step if one is due, and commits it. */
    void run(Connection connection, Lease lease) throws SQLException, LeaseLostException {
        if (System.nanoTime() - restUntil >= 0) {
            // It is not tried again at once if it fails.
            restUntil = System.nanoTime() + REST.toNanos();
            if (step(connection, lease)) {
                restUntil = System.nanoTime() + BETWEEN_STEPS.toNanos();
            }
        }
    }

    /** Does a step, and commits it. Answers whether there may be more to do. */
    boolean step(Connection connection, Lease lease) throws SQLException, LeaseLostException {
        Transactions.prepare(connection);
        lease.fence(connection);
        List<Kept> rows = rows(connection);
        Set<Long> cosigned = cosigned(connection, rows);
        Instant now = clock.instant();
        Place reached = place;
        List<Long> superfluous = new ArrayList<>();
        int next = 1;
        while (next < rows.size() && !rows.get(next - 1).isYoung(now)) {
            Kept row = rows.get(next - 1);
            boolean keeps = cosigned.contains(row.size()) || !row.isSuperfluous(rows.get(next), reached.size(), now);
            if (!keeps) {
                superfluous.add(row.number());
            }
            reached = new Place(row.number(), keeps ? row.size() : reached.size());
            next++;
        }
        for (long number : superfluous) {
            Sql.of("DELETE FROM " + tables.checkpoint() + " WHERE NR = ?", number)
                    .update(connection);
        }
        connection.commit();
        place = reached;
        return next == STEP;
    }

    /** The sizes of these rows that witnesses have cosigned last. */
    private Set<Long> cosigned(Connection connection, List<Kept> rows) throws SQLException {
        if (rows.isEmpty()) {
            return Set.of();
        }
        String last =
                "SELECT TREE_SIZE, ROW_NUMBER() OVER (PARTITION BY WITNESS ORDER BY TREE_SIZE DESC) AS PLACE FROM "
                        + tables.cosignature() + " WHERE TREE_SIZE <= (SELECT MAX(H.TREE_SIZE) FROM " + tables.head()
                        + " H)";
        String sql = "SELECT DISTINCT L.TREE_SIZE FROM (" + last + ") L WHERE L.PLACE <= " + COSIGNED
                + " AND L.TREE_SIZE BETWEEN ? AND ? LIMIT " + MOST_COSIGNED;
        long smallest = rows.stream().mapToLong(Kept::size).min().orElse(0);
        long largest = rows.stream().mapToLong(Kept::size).max().orElse(0);
        return Set.copyOf(Sql.of(sql, smallest, largest).list(connection, row -> row.getLong(1)));
    }

    private List<Kept> rows(Connection connection) throws SQLException {
        String sql = "SELECT NR, CREATED, TREE_SIZE FROM " + tables.checkpoint() + " WHERE NR > ? AND NR < "
                + Tables.MOST_NUMBER + " ORDER BY NR LIMIT " + STEP;
        return Sql.of(sql, place.number())
                .list(
                        connection,
                        row -> new Kept(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), row.getLong(3)));
    }

    /** A stored checkpoint. */
    private record Kept(long number, Instant created, long size) {
        /** A time in the future is that of a node whose clock was wrong, and must not stop the thinning for ever. */
        boolean isYoung(Instant now) {
            return !created.isAfter(now) && created.isAfter(now.minus(KEPT_ALL));
        }

        /** Whether the next one does for it, given the size of the last one that stays. */
        boolean isSuperfluous(Kept next, long before, Instant now) {
            return !created.isAfter(now)
                    && minute() == next.minute()
                    && next.size >= size
                    && next.size - before <= CheckpointSigner.ENTRIES;
        }

        private long minute() {
            return Math.floorDiv(created.getEpochSecond(), REST.toSeconds());
        }
    }

    /** The number of the last row that was decided on, and the size of the last that stays. */
    private record Place(long number, long size) {}
}

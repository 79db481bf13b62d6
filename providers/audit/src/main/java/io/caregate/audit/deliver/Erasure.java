package io.caregate.audit.deliver;

import io.caregate.audit.integrity.RowCheck;
import io.caregate.audit.integrity.StoredRow;
import io.caregate.audit.integrity.Verdict;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Dialect;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Erases entries that are old enough and have been delivered to every sink. It removes the payload, the salt and the
 * columns made from the payload. Number, id, realm, type, time and leaf hash stay, so every proof still holds.
 *
 * <p>An entry that is not what was sealed is not erased, and neither is anything behind it: its age is not known, and
 * erasing it would hide the change.
 *
 * <p>It goes through the log by number and stops at the first entry that is younger than the age. Entries are sealed
 * almost in the order of their times, so no old entry waits long behind a young one, and none is ever erased too early.
 * An entry from the future, of a node whose clock was wrong, is erased with those around it. An entry is old, or from
 * the future, only if the clocks of this node and of the database agree on it. If one of them is wrong, nothing is
 * erased.
 */
final class Erasure {
    /** The name of the row that says how far the erasure is. */
    static final String NAME = "retain";

    private final Tables tables;
    private final Duration age;
    private final InstantSource clock;
    private final Delivered delivered;
    private final SinkCursor progress;
    private final RowCheck check = new RowCheck();

    Erasure(Tables tables, Duration age, InstantSource clock, Delivered delivered, SinkCursor progress) {
        this.tables = tables;
        this.age = age;
        this.clock = clock;
        this.delivered = delivered;
        this.progress = progress;
    }

    /**
     * Erases up to {@code most} entries after {@code from} in the connection's transaction. Answers how far it has
     * come.
     */
    long run(Connection connection, long from, int most) throws SQLException {
        long to = lastErasable(connection, from, most);
        if (to <= from) {
            return from;
        }
        String sql = "UPDATE " + tables.log() + " SET PAYLOAD = NULL, SALT = NULL, ERROR = NULL, CLIENT_ID = NULL,"
                + " USER_ID = NULL, USERNAME = NULL, IP_ADDRESS = NULL WHERE SEQ > ? AND SEQ <= ?";
        Sql.of(sql, from, to).update(connection);
        progress.reset(connection, new Position(to, 0));
        return to;
    }

    private long lastErasable(Connection connection, long from, int most) throws SQLException {
        long node = clock.millis();
        long database = number(
                connection, "SELECT " + Dialect.of(connection).now() + " FROM " + tables.head() + " WHERE ID = 1");
        long young = Math.min(node, database) - age.toMillis();
        long future = Math.max(node, database);
        long bound = bound(connection);
        // Even if many entries are from the future, they must not stop the erasure for ever.
        long begin = from;
        long last = begin;
        while (begin < bound && last >= 0) {
            long end = Math.min(bound, begin + most);
            last = lastErasable(connection, begin, end, young, future);
            if (last > begin) {
                return Math.min(last, from + most);
            }
            begin = end;
        }
        return from;
    }

    /** The last old entry; the beginning if all are from the future, -1 if a young one comes first. */
    private long lastErasable(Connection connection, long from, long to, long young, long future) throws SQLException {
        long last = from;
        String sql =
                "SELECT " + StoredRow.OF_LOG + " FROM " + tables.log() + " WHERE SEQ > ? AND SEQ <= ? ORDER BY SEQ";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    StoredRow row = StoredRow.at(result);
                    if (isAnother(row)) {
                        if (last > from) {
                            return last;
                        }
                        throw new DamagedTableException("CAREGATE_AUDIT_LOG SEQ=" + row.seq() + " is not what was"
                                + " sealed, so its age is not known: restore PAYLOAD and SALT from a sink or a backup");
                    }
                    // The column is a copy: setting it back must not have an entry erased early.
                    long time = RowCheck.time(row.payload())
                            .map(Instant::toEpochMilli)
                            .orElse(row.columns().time());
                    if (time >= young && time <= future) {
                        return last == from ? -1 : last;
                    }
                    last = time < young ? seq(row) : last;
                }
            }
        }
        return last;
    }

    private static long seq(StoredRow row) {
        return row.seq() == null ? 0 : row.seq();
    }

    /** Erasing it would hide that it was changed. A row that is erased already has nothing left to hide. */
    private boolean isAnother(StoredRow row) {
        if (row.payload() == null) {
            return false;
        }
        List<String> disagreeing = check.of(row).disagreeing();
        return row.leaf() == null || disagreeing.contains(Verdict.PAYLOAD) || disagreeing.contains(Verdict.LEAF);
    }

    private long bound(Connection connection) throws SQLException {
        long size = number(connection, "SELECT TREE_SIZE FROM " + tables.head() + " WHERE ID = 1");
        return delivered.upTo(connection, size);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Sql.of(sql)
                .first(connection, row -> row.getLong(1))
                .orElseThrow(() ->
                        new DamagedTableException("CAREGATE_AUDIT_HEAD has no row ID=1: restore it from a backup"));
    }
}

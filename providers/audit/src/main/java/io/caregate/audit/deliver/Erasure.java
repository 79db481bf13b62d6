package io.caregate.audit.deliver;

import io.caregate.audit.record.Dialect;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Erases entries that are old enough and have been delivered to every sink: payload, salt and the columns made of the
 * payload go; number, id, realm, type, time and leaf hash stay, so every proof still holds.
 *
 * <p>It goes through the log by number and stops at the first entry that is younger than the age. Entries are sealed
 * almost in the order of their times, so nothing waits long behind a young one; and none is ever erased too early. An entry
 * from the future, of a node whose clock was wrong, goes with those around it. What is old and what is of the future has to
 * be so by the clock of this node and by that of the database: one of them that is wrong erases nothing.
 */
final class Erasure {
    /** The name of the row that says how far it has come. */
    static final String NAME = "retain";

    private final Tables tables;
    private final Duration age;
    private final InstantSource clock;

    Erasure(Tables tables, Duration age, InstantSource clock) {
        this.tables = tables;
        this.age = age;
        this.clock = clock;
    }

    /** Erases up to so many in the connection's transaction; answers how many. */
    int run(Connection connection, int most) throws SQLException {
        long from = number(connection, "SELECT SEQ FROM " + tables.cursor() + " WHERE NAME = '" + NAME + "'");
        long to = lastErasable(connection, from, most);
        if (to == from) {
            return 0;
        }
        String sql = "UPDATE " + tables.log() + " SET PAYLOAD = NULL, SALT = NULL, ERROR = NULL, CLIENT_ID = NULL,"
                + " USER_ID = NULL, USERNAME = NULL, IP_ADDRESS = NULL WHERE SEQ > ? AND SEQ <= ?";
        update(connection, sql, from, to);
        update(
                connection,
                "UPDATE " + tables.cursor() + " SET SEQ = ?, MOVED = ? WHERE NAME = '" + NAME + "'",
                to,
                clock.millis());
        return (int) (to - from);
    }

    private long lastErasable(Connection connection, long from, int most) throws SQLException {
        long node = clock.millis();
        long database = number(
                connection, "SELECT " + Dialect.of(connection).now() + " FROM " + tables.head() + " WHERE ID = 1");
        long young = Math.min(node, database) - age.toMillis();
        long future = Math.max(node, database);
        long bound = bound(connection);
        // As many entries of the future as there may be, they must not end the erasing for ever.
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

    /** The last that is old, the beginning if all are of the future, -1 if a young one comes first. */
    private long lastErasable(Connection connection, long from, long to, long young, long future) throws SQLException {
        long last = from;
        String sql = "SELECT SEQ, EVENT_TIME FROM " + tables.log() + " WHERE SEQ > ? AND SEQ <= ? ORDER BY SEQ";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    long time = result.getLong(2);
                    if (time >= young && time <= future) {
                        return last == from ? -1 : last;
                    }
                    last = time < young ? result.getLong(1) : last;
                }
            }
        }
        return last;
    }

    /** What every sink has, those included that are set up no more and may come back; and what the tree has. */
    private long bound(Connection connection) throws SQLException {
        return number(
                connection,
                "SELECT LEAST(H.TREE_SIZE, COALESCE((SELECT MIN(C.SEQ) FROM " + tables.cursor()
                        + " C WHERE C.NAME LIKE '" + SinkCursor.PREFIX + "%'), H.TREE_SIZE)) FROM " + tables.head()
                        + " H WHERE H.ID = 1");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            if (!result.next()) {
                throw new SQLException("the log has no such row: " + sql);
            }
            return result.getLong(1);
        }
    }

    private static void update(Connection connection, String sql, long first, long second) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, first);
            statement.setLong(2, second);
            statement.executeUpdate();
        }
    }
}

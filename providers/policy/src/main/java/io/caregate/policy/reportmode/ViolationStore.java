package io.caregate.policy.reportmode;

import io.caregate.foundation.database.Connections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds the violations of one node to those of the cluster. A batch is one transaction: the database itself adds to the
 * rows, and stores the number of the batch with them, so that a batch whose commit was not answered is neither lost nor
 * added twice.
 */
final class ViolationStore {
    private static final int MOST_COLLISIONS = 5;
    private static final String UNIQUE_VIOLATION = "23";
    private static final String THE_VIOLATION = " WHERE REALM_ID = ? AND CLIENT_UUID = ? AND RULE_ID = ? AND HOOK = ?";

    private static final String LATER = "LAST_SEEN > ? AND LAST_SEEN <= " + ViolationCount.MOST_TIME;

    private final Connections connections;
    private final ViolationTables tables;
    private final String node;
    private List<ViolationKey> firstOfTheDay = List.of();

    /** {@code node} is a name that no other node and no other start of this node has. */
    ViolationStore(Connections connections, ViolationTables tables, String node) {
        this.connections = connections;
        this.tables = tables;
        this.node = "node " + node;
    }

    /**
     * Stores a batch, unless it is already stored.
     *
     * @param today the day since 1970
     * @return the violations for which no node has written a log line today
     */
    List<ViolationKey> add(ViolationBatch batch, long today) throws SQLException {
        for (int collisions = 0; ; collisions++) {
            try (Connection connection = connections.open()) {
                return add(connection, batch, today);
            } catch (SQLException failed) {
                // Two nodes have inserted the same row; this time it exists.
                if (!isUniqueViolation(failed) || collisions >= MOST_COLLISIONS) {
                    throw failed;
                }
            }
        }
    }

    private static boolean isUniqueViolation(SQLException failed) {
        String state = failed.getSQLState();
        return failed instanceof SQLIntegrityConstraintViolationException
                || (state != null && state.startsWith(UNIQUE_VIOLATION));
    }

    private List<ViolationKey> add(Connection connection, ViolationBatch batch, long today) throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            if (isNew(connection, batch.number(), today)) {
                List<ViolationKey> unlogged = new ArrayList<>();
                for (Map.Entry<ViolationKey, ViolationCount> entry :
                        batch.violations().entrySet()) {
                    add(connection, entry.getKey(), entry.getValue());
                    if (isFirstToday(connection, entry.getKey(), today)) {
                        unlogged.add(entry.getKey());
                    }
                }
                firstOfTheDay = List.copyOf(unlogged);
            }
            connection.commit();
            committed = true;
            return firstOfTheDay;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    // The row is locked until the commit, so this waits for a batch of an earlier attempt that is still being stored.
    private boolean isNew(Connection connection, long number, long today) throws SQLException {
        // Batches come one after another. A row with any number but this one belongs to an earlier batch, or was not
        // written by the pack; neither is a reason to lose counts.
        String next = "UPDATE " + tables.marks()
                + " SET BATCH = ?, LOGGED_ON = ? WHERE NAME = ? AND (BATCH IS NULL OR BATCH <> ?)";
        if (update(connection, next, number, today, node, number) > 0) {
            return true;
        }
        return find(connection, "SELECT BATCH FROM " + tables.marks() + " WHERE NAME = ?", node) == null
                && insertMark(connection, node, number, today);
    }

    private void add(Connection connection, ViolationKey key, ViolationCount seen) throws SQLException {
        // The row is trusted within the range that this pack can have written: an overflow would be refused for ever.
        String more = "UPDATE " + tables.violations() + " SET TIMES_SEEN = CASE WHEN TIMES_SEEN BETWEEN 0 AND "
                + ViolationCount.MOST_COUNT + " THEN TIMES_SEEN + ? ELSE ? END, LAST_FIELD = CASE WHEN " + LATER
                + " THEN LAST_FIELD ELSE ? END, LAST_TEXT = CASE WHEN " + LATER
                + " THEN LAST_TEXT ELSE ? END, FIRST_SEEN = CASE WHEN FIRST_SEEN BETWEEN 0 AND ? THEN FIRST_SEEN ELSE ?"
                + " END, LAST_SEEN = CASE WHEN " + LATER + " THEN LAST_SEEN ELSE ? END" + THE_VIOLATION;
        int known = update(
                connection,
                more,
                seen.count(),
                seen.count(),
                seen.lastSeen(),
                seen.field(),
                seen.lastSeen(),
                seen.value(),
                seen.firstSeen(),
                seen.firstSeen(),
                seen.lastSeen(),
                seen.lastSeen(),
                key.realmId(),
                key.clientUuid(),
                key.rule(),
                key.hook());
        if (known == 0) {
            String first = "INSERT INTO " + tables.violations() + " (REALM_ID, CLIENT_UUID, RULE_ID, HOOK,"
                    + " TIMES_SEEN, FIRST_SEEN, LAST_SEEN, LAST_FIELD, LAST_TEXT) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
            update(
                    connection,
                    first,
                    key.realmId(),
                    key.clientUuid(),
                    key.rule(),
                    key.hook(),
                    seen.count(),
                    seen.firstSeen(),
                    seen.lastSeen(),
                    seen.field(),
                    seen.value());
        }
    }

    private boolean isFirstToday(Connection connection, ViolationKey key, long today) throws SQLException {
        String name = key.clientUuid() + " " + key.rule();
        // A day that is further ahead than clocks differ was not written by the pack.
        String claim = "UPDATE " + tables.marks()
                + " SET LOGGED_ON = ? WHERE NAME = ? AND (LOGGED_ON IS NULL OR LOGGED_ON < ? OR LOGGED_ON > ?)";
        if (update(connection, claim, today, name, today, today + 1) > 0) {
            return true;
        }
        return find(connection, "SELECT LOGGED_ON FROM " + tables.marks() + " WHERE NAME = ?", name) == null
                && insertMark(connection, name, 0, today);
    }

    private boolean insertMark(Connection connection, String name, long number, long today) throws SQLException {
        String insert = "INSERT INTO " + tables.marks() + " (NAME, BATCH, LOGGED_ON) VALUES (?, ?, ?)";
        return update(connection, insert, name, number, today) > 0;
    }

    /** The number of times that all nodes have seen this; 0 if never. */
    long count(ViolationKey key) throws SQLException {
        try (Connection connection = connections.open()) {
            Long count = find(
                    connection,
                    "SELECT TIMES_SEEN FROM " + tables.violations() + THE_VIOLATION,
                    key.realmId(),
                    key.clientUuid(),
                    key.rule(),
                    key.hook());
            return count == null ? 0 : ViolationCount.count(count);
        }
    }

    /** Removes the violations of clients that are gone, and marks that no longer mean anything. */
    void prune(long today) throws SQLException {
        try (Connection connection = connections.open()) {
            update(
                    connection,
                    "DELETE FROM " + tables.violations() + " WHERE CLIENT_UUID NOT IN (SELECT ID FROM "
                            + tables.clients() + ")");
            update(connection, "DELETE FROM " + tables.marks() + " WHERE LOGGED_ON < ? AND NAME <> ?", today - 1, node);
        }
    }

    private static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static @Nullable Long find(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getLong(1) : null;
            }
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int at = 0; at < values.length; at++) {
            Object value = values[at];
            if (value instanceof Long number) {
                statement.setLong(at + 1, number);
            } else {
                statement.setString(at + 1, (String) value);
            }
        }
    }
}

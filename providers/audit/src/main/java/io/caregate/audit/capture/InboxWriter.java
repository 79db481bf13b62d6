package io.caregate.audit.capture;

import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Durability;
import io.caregate.audit.record.Tables;
import io.caregate.audit.record.TimeLimit;
import io.caregate.auditlog.entry.Row;
import io.caregate.foundation.log.ServerLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the inbox over one connection that it keeps, so that a failed login never needs a second one from a pool
 * that the logins themselves have emptied. Not thread-safe: only the writer's thread uses it. After an exception it
 * gives the connection up, and the next call opens another.
 */
final class InboxWriter implements AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(InboxWriter.class);
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final Connections connections;
    private final Tables tables;
    private @Nullable Connection pinned;
    private @Nullable TimeLimit limit;

    InboxWriter(Connections connections, Tables tables) {
        this.connections = connections;
        this.tables = tables;
    }

    /**
     * Stores new rows, which are on disk when this returns. If it throws, some of them may be stored. On PostgreSQL the
     * commit comes with the last row and costs no round trip of its own: one statement, or the driver's batch, is one
     * implicit transaction.
     */
    void store(Collection<Row> rows) throws SQLException {
        if (Durability.isPostgres(connection())) {
            givenUpOnFailure(connection -> InboxInsert.execute(connection, tables, rows));
        } else {
            inTransaction(connection -> InboxInsert.execute(connection, tables, rows));
        }
    }

    /** Stores those rows that are not stored yet. Sealed ones count as stored. */
    void storeMissing(Collection<Row> rows) throws SQLException {
        inTransaction(connection -> {
            Map<String, Row> missing = new LinkedHashMap<>();
            rows.forEach(row -> missing.put(row.id(), row));
            missing.keySet().removeAll(stored(connection, List.copyOf(missing.keySet())));
            if (!missing.isEmpty()) {
                InboxInsert.execute(connection, tables, missing.values());
            }
        });
    }

    /** Opens the connection if there is none. */
    void open() throws SQLException {
        connection();
    }

    @Override
    public void close() {
        Connection connection = pinned;
        TimeLimit limited = limit;
        pinned = null;
        limit = null;
        if (connection == null) {
            return;
        }
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            Durability.release(connection);
            if (limited != null) {
                limited.release(connection);
            }
        } catch (SQLException e) {
            LOG.debugf(e, "a broken connection was given up");
        }
    }

    private Set<String> stored(Connection connection, List<String> ids) throws SQLException {
        String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        String sql = "SELECT ID FROM " + tables.inbox() + " WHERE ID IN (" + marks + ") UNION ALL SELECT ID FROM "
                + tables.log() + " WHERE ID IN (" + marks + ")";
        Set<String> stored = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < ids.size(); i++) {
                statement.setString(i + 1, ids.get(i));
                statement.setString(ids.size() + i + 1, ids.get(i));
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    stored.add(result.getString(1));
                }
            }
        }
        return stored;
    }

    private void inTransaction(Work work) throws SQLException {
        givenUpOnFailure(connection -> {
            connection.setAutoCommit(false);
            work.run(connection);
            connection.commit();
            connection.setAutoCommit(true);
        });
    }

    private void givenUpOnFailure(Work work) throws SQLException {
        boolean done = false;
        try {
            work.run(connection());
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private Connection connection() throws SQLException {
        Connection open = pinned;
        if (open != null) {
            return open;
        }
        Connection opened = connections.open();
        boolean ready = false;
        try {
            Durability.demand(opened);
            // Neither a lock nor a host that vanishes may hold the writer.
            limit = TimeLimit.demand(opened, LIMIT);
            pinned = opened;
            ready = true;
            return opened;
        } finally {
            if (!ready) {
                opened.close();
            }
        }
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }
}

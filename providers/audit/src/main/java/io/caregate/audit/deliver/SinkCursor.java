package io.caregate.audit.deliver;

import io.caregate.audit.record.Row;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Start;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A sink's row: how far it has come, and what is in its way. Every change belongs to a transaction that is fenced. */
final class SinkCursor {
    /** What the names of sinks' rows, and of their leases, begin with. */
    static final String PREFIX = "sink-";

    private final Tables tables;
    private final String name;
    private final InstantSource clock;

    SinkCursor(Tables tables, String name, InstantSource clock) {
        this.tables = tables;
        this.name = name;
        this.clock = clock;
    }

    /** Makes the rows of cursor and lease where they are missing. Two nodes that do it at once: one of them fails. */
    void create(Connection connection, Start start) throws SQLException {
        insert(connection, tables.lease(), "(NAME, HOLDER, EPOCH, EXPIRES) VALUES (?, '-', 0, 0)");
        String begin = start == Start.OLDEST
                ? "0, 0, "
                : "(SELECT LAST_SEQ FROM " + tables.head() + " WHERE ID = 1), (SELECT COALESCE(MAX(NR), 0) FROM "
                        + tables.checkpoint() + "), ";
        insert(
                connection,
                tables.cursor(),
                "(NAME, SEQ, CHECKPOINT_NR, MOVED) VALUES (?, " + begin + clock.millis() + ")");
    }

    Position read(Connection connection) throws SQLException {
        String sql = "SELECT SEQ, CHECKPOINT_NR FROM " + tables.cursor() + " WHERE NAME = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new SQLException("the cursor " + name + " is gone");
                }
                return new Position(result.getLong(1), result.getLong(2));
            }
        }
    }

    /** Moves the cursor; nothing is in its way any more. */
    void move(Connection connection, Position from, Position to) throws SQLException {
        String sql = "UPDATE " + tables.cursor() + " SET SEQ = ?, CHECKPOINT_NR = ?, MOVED = ?, FAULT = NULL,"
                + " FAULT_SINCE = NULL, NEXT_TRY = NULL, TRIES = 0, OPERATORS = 0"
                + " WHERE NAME = ? AND SEQ = ? AND CHECKPOINT_NR = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, to.seq());
            statement.setLong(2, to.checkpoint());
            statement.setLong(3, clock.millis());
            statement.setString(4, name);
            statement.setLong(5, from.seq());
            statement.setLong(6, from.checkpoint());
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the cursor " + name + " is not at " + from);
            }
        }
    }

    /** Says why the cursor does not move, and when the next attempt is. */
    void fault(Connection connection, String reason, boolean operators, Duration pause) throws SQLException {
        Instant now = clock.instant();
        String sql = "UPDATE " + tables.cursor() + " SET FAULT = ?, FAULT_SINCE = COALESCE(FAULT_SINCE, ?),"
                + " NEXT_TRY = ?, TRIES = TRIES + 1, OPERATORS = ? WHERE NAME = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Row.column(reason));
            statement.setLong(2, now.toEpochMilli());
            statement.setLong(3, now.plus(pause).toEpochMilli());
            statement.setInt(4, operators ? 1 : 0);
            statement.setString(5, name);
            statement.executeUpdate();
        }
    }

    /** Two statements: none has a form in which all databases take a parameter as a column of a row that may be there. */
    private void insert(Connection connection, String table, String values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM " + table + " WHERE NAME = ?")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                if (result.next()) {
                    return;
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table + " " + values)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }
}

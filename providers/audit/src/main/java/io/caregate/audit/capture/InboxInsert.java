package io.caregate.audit.capture;

import io.caregate.audit.record.Durability;
import io.caregate.audit.record.SqlArrays;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows into the inbox, in the connection's transaction. On PostgreSQL many rows are one statement with an array
 * for each column, which costs the server and the driver less than a statement for each row. In auto-commit mode either
 * all of them are stored there, or none.
 */
final class InboxInsert {
    /** The arrays have a price of their own, which fewer rows do not repay. */
    private static final int MANY = 8;

    private static final String INTO = " (" + Tables.COLUMNS + ") ";

    /** The columns after ID and EVENT_TIME. */
    private static final List<Function<Row, @Nullable String>> OTHERS =
            List.of(Row::realmId, Row::type, Row::error, Row::client, Row::user, Row::username, Row::ip, Row::payload);

    private InboxInsert() {}

    /** Inserts them in this order. */
    static void execute(Connection connection, Tables tables, Collection<Row> rows) throws SQLException {
        if (rows.size() >= MANY && Durability.isPostgres(connection)) {
            insertArrays(connection, tables, rows);
        } else {
            insertEach(connection, tables, rows);
        }
    }

    private static void insertArrays(Connection connection, Tables tables, Collection<Row> rows) throws SQLException {
        String sql = "INSERT INTO " + tables.inbox() + INTO + "SELECT * FROM UNNEST(" + SqlArrays.TEXTS + ", "
                + SqlArrays.NUMBERS + (", " + SqlArrays.TEXTS).repeat(OTHERS.size()) + ")";
        try (SqlArrays arrays = new SqlArrays(connection)) {
            arrays.texts(rows, Row::id).numbers(rows, Row::time);
            for (Function<Row, @Nullable String> column : OTHERS) {
                arrays.texts(rows, column);
            }
            arrays.update(sql);
        }
    }

    private static void insertEach(Connection connection, Tables tables, Collection<Row> rows) throws SQLException {
        String sql = "INSERT INTO " + tables.inbox() + INTO + "VALUES (?, ?" + ", ?".repeat(OTHERS.size()) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : rows) {
                int index = 1;
                statement.setString(index++, row.id());
                statement.setLong(index++, row.time());
                for (Function<Row, @Nullable String> column : OTHERS) {
                    statement.setString(index++, column.apply(row));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}

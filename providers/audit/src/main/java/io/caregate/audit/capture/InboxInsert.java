package io.caregate.audit.capture;

import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Inserts rows into the inbox. One execute inserts all that were added. */
final class InboxInsert implements AutoCloseable {
    private final PreparedStatement statement;

    InboxInsert(Connection connection, Tables tables) throws SQLException {
        statement = connection.prepareStatement(
                "INSERT INTO " + tables.inbox() + " (" + Tables.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    void add(Row row) throws SQLException {
        statement.setString(1, row.id());
        statement.setLong(2, row.time());
        statement.setString(3, row.realmId());
        statement.setString(4, row.type());
        statement.setString(5, row.error());
        statement.setString(6, row.client());
        statement.setString(7, row.user());
        statement.setString(8, row.username());
        statement.setString(9, row.ip());
        statement.setString(10, row.payload());
        statement.addBatch();
    }

    void execute() throws SQLException {
        statement.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}

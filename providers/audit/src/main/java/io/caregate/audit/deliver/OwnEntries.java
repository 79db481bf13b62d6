package io.caregate.audit.deliver;

import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Puts the log's own entries into the inbox, in the transaction of the change that they report: neither exists without
 * the other.
 */
final class OwnEntries {
    private final Tables tables;

    OwnEntries(Tables tables) {
        this.tables = tables;
    }

    /** The entry has no user, client, address or error. */
    void add(Connection connection, Entry entry) throws SQLException {
        Row row = Row.of(entry);
        String sql = "INSERT INTO " + tables.inbox() + " (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD)"
                + " VALUES (?, ?, ?, ?, ?)";
        Sql.of(sql, row.id(), row.time(), row.realmId(), row.type(), row.payload())
                .update(connection);
    }
}

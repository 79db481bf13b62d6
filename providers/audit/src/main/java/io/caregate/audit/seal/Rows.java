package io.caregate.audit.seal;

import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Durability;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.SqlArrays;
import io.caregate.audit.record.Tables;
import io.caregate.audit.seal.Leaves.Leaf;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of inbox and log. Only hashes have to be sent to the database, never a payload. On PostgreSQL one statement
 * covers many of them.
 */
final class Rows {
    /** Null for a payload that is too long to be valid: it is not even read. */
    private static final String BOUNDED =
            "CASE WHEN CHAR_LENGTH(PAYLOAD) <= " + Row.MAX_STORED_BYTES + " THEN PAYLOAD END";

    private final Connection connection;
    private final Tables tables;

    Rows(Connection connection, Tables tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /** Whether any entry waits in the inbox. */
    boolean anyWaiting() throws SQLException {
        return Sql.of("SELECT 1 FROM " + tables.inbox() + " LIMIT 1").exists(connection);
    }

    /**
     * The waiting entries in the inbox, by id: every visible one is not sealed yet, whenever and wherever it was
     * stored. Throws for a row that the table's own constraints do not allow, since no row after it could be sealed
     * either.
     *
     * @param after only those behind this id; null for all
     */
    List<Waiting> waiting(@Nullable String after, int most) throws SQLException {
        // The limit comes first: a planner that does not know how few wait must not read the whole log to join it.
        String sql = "SELECT I.ID, I.PAYLOAD, L.SEQ, L.PAYLOAD, I.WHOLE FROM (SELECT ID, " + BOUNDED
                + " PAYLOAD, CASE WHEN EVENT_TIME IS NULL OR REALM_ID IS NULL OR EVENT_TYPE IS NULL THEN 0 ELSE 1 END"
                + " WHOLE FROM " + tables.inbox() + (after == null ? "" : " WHERE ID > ?") + " ORDER BY ID LIMIT "
                + most
                + ") I LEFT JOIN " + tables.log()
                + " L ON L.ID = I.ID ORDER BY I.ID";
        String before = "";
        List<Waiting> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (after != null) {
                statement.setString(1, after);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    String payload = result.getString(2);
                    long seq = result.getLong(3);
                    boolean isNew = result.wasNull();
                    String sealed = result.getString(4);
                    // An erased entry can no longer be compared. Its id was not free to be given to another.
                    before = requireWhole(result.getString(1), result.getInt(5) == 1, before);
                    boolean other = !isNew && sealed != null && !sealed.equals(payload);
                    rows.add(new Waiting(before, payload, !isNew && !other, other ? seq : 0));
                }
            }
        }
        return rows;
    }

    private static String requireWhole(@Nullable String id, boolean whole, String before) throws DamagedTableException {
        if (id == null || !whole) {
            throw new DamagedTableException("CAREGATE_AUDIT_INBOX ID=" + id + " lacks its ID, EVENT_TIME, REALM_ID or"
                    + " EVENT_TYPE: complete the row or delete it, and set the columns NOT NULL again");
        }
        if (id.equals(before)) {
            throw new DamagedTableException("CAREGATE_AUDIT_INBOX ID=" + id
                    + " is there twice: delete one of the rows, and give the table its primary key again");
        }
        return id;
    }

    /**
     * Replaces a row whose payload is longer than any that capture writes by an entry without content, since readers of
     * the log must be able to read it. Answers that entry's payload.
     */
    String withoutContent(String id) throws SQLException {
        String select = "SELECT EVENT_TIME, REALM_ID, EVENT_TYPE, CHAR_LENGTH(PAYLOAD) FROM " + tables.inbox()
                + " WHERE ID = ?";
        Row row = Sql.of(select, id)
                .first(
                        connection,
                        found -> Row.tooLong(
                                id, found.getLong(1), found.getString(2), found.getString(3), found.getLong(4)))
                .orElseThrow(() -> new SQLException("the inbox has lost a row"));
        store(row);
        return row.payload();
    }

    private void store(Row row) throws SQLException {
        String update =
                "UPDATE " + tables.inbox() + " SET REALM_ID = ?, EVENT_TYPE = ?, ERROR = NULL, CLIENT_ID = NULL,"
                        + " USER_ID = NULL, USERNAME = NULL, IP_ADDRESS = NULL, PAYLOAD = ? WHERE ID = ?";
        demand(
                1,
                Sql.of(update, row.realmId(), row.type(), row.payload(), row.id())
                        .update(connection));
    }

    /** Payloads that were numbered without being hashed, from this number on. */
    List<String> numbered(long from, int most) throws SQLException {
        String sql = "SELECT SEQ, PAYLOAD FROM " + tables.log() + " WHERE SEQ >= ? ORDER BY SEQ LIMIT " + most;
        List<String> payloads = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    if (result.getLong(1) != from + payloads.size()) {
                        throw new DamagedTableException("CAREGATE_AUDIT_LOG has no row SEQ=" + (from + payloads.size())
                                + ", which CAREGATE_AUDIT_HEAD says was numbered");
                    }
                    payloads.add(String.valueOf(result.getString(2)));
                }
            }
        }
        return payloads;
    }

    /** Copies rows of the inbox to the log. */
    void seal(Map<String, Leaf> leaves) throws SQLException {
        if (!Durability.isPostgres(connection)) {
            sealOneByOne(leaves);
            return;
        }
        // OFFSET keeps the planner from joining the other way round: it may believe that the inbox is empty.
        String sql = "INSERT INTO " + tables.log() + " (SEQ, SALT, LEAF_HASH, " + Tables.COLUMNS
                + ") SELECT V.NR, V.SALT, V.HASH, I.* FROM UNNEST(" + SqlArrays.TEXTS + ", " + SqlArrays.NUMBERS + ", "
                + SqlArrays.TEXTS + ", " + SqlArrays.TEXTS
                + ") AS V(KEY_ID, NR, SALT, HASH) CROSS JOIN LATERAL (SELECT " + Tables.COLUMNS + " FROM "
                + tables.inbox() + " WHERE ID = V.KEY_ID OFFSET 0) I";
        try (SqlArrays arrays = new SqlArrays(connection)) {
            arrays.texts(leaves.keySet(), id -> id)
                    .numbers(leaves.values(), Leaf::seq)
                    .texts(leaves.values(), Leaf::salt)
                    .texts(leaves.values(), Leaf::hash);
            demand(leaves.size(), arrays.update(sql));
        }
    }

    private void sealOneByOne(Map<String, Leaf> leaves) throws SQLException {
        String sql = "INSERT INTO " + tables.log() + " (SEQ, SALT, LEAF_HASH, " + Tables.COLUMNS + ") SELECT ?, ?, ?, "
                + Tables.COLUMNS + " FROM " + tables.inbox() + " WHERE ID = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<String, Leaf> leaf : leaves.entrySet()) {
                statement.setLong(1, leaf.getValue().seq());
                statement.setString(2, leaf.getValue().salt());
                statement.setString(3, leaf.getValue().hash());
                statement.setString(4, leaf.getKey());
                demand(1, statement.executeUpdate());
            }
        }
    }

    /** Gives numbered rows their hashes. */
    void hash(List<Leaf> leaves) throws SQLException {
        String sql = "UPDATE " + tables.log() + " SET SALT = ?, LEAF_HASH = ? WHERE SEQ = ? AND LEAF_HASH IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Leaf leaf : leaves) {
                statement.setString(1, leaf.salt());
                statement.setString(2, leaf.hash());
                statement.setLong(3, leaf.seq());
                statement.addBatch();
            }
            for (int updated : statement.executeBatch()) {
                demand(1, updated);
            }
        }
    }

    /** Deletes rows of the inbox. */
    void delete(List<Waiting> rows) throws SQLException {
        if (!Durability.isPostgres(connection)) {
            deleteOneByOne(rows);
            return;
        }
        String sql = "DELETE FROM " + tables.inbox() + " WHERE ID = ANY(" + SqlArrays.TEXTS + ")";
        try (SqlArrays arrays = new SqlArrays(connection)) {
            demand(rows.size(), arrays.texts(rows, Waiting::id).update(sql));
        }
    }

    private void deleteOneByOne(List<Waiting> rows) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + tables.inbox() + " WHERE ID = ?")) {
            for (Waiting row : rows) {
                statement.setString(1, row.id());
                demand(1, statement.executeUpdate());
            }
        }
    }

    /** Under the lock, no other transaction moves rows, so any other number is a fault that must not be committed. */
    static void demand(int expected, int rows) throws SQLException {
        if (rows != expected) {
            throw new SQLException("expected " + expected + " rows to seal, found " + rows);
        }
    }

    /**
     * A row of the inbox.
     *
     * @param payload null if it is longer than any that capture writes
     * @param sealed whether it was replayed after it had been sealed, and so is a copy of the same entry
     * @param taken the number of another entry that has its id; 0 if none has
     */
    record Waiting(String id, @Nullable String payload, boolean sealed, long taken) {}
}

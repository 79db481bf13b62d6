package io.caregate.it.audit;

import io.caregate.it.fixture.AuditDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One row of a table of the pack, all possible changes to it, and the way back. Constraints do not prevent a change:
 * they are dropped for as long as it needs that.
 */
final class DamagedRow implements AutoCloseable {
    /** Rows that the server itself makes again. A copy of such a row from an earlier time would be another change. */
    private static final Set<String> MADE_AGAIN =
            Set.of("CAREGATE_AUDIT_LEASE", "CAREGATE_AUDIT_CURSOR", "CAREGATE_AUDIT_HEAD", "CAREGATE_AUDIT_JOB");

    private final Connection connection;
    private final String table;
    private final String key;
    private final List<String> keyColumns;
    private final List<Column> columns = new ArrayList<>();
    private final List<Constraint> dropped = new ArrayList<>();

    /** A change: of one column to this value, or of the row as a whole. */
    record Change(Kind kind, String column, String value) {
        enum Kind {
            SET,
            GONE,
            TWICE,
            /** Every number in the table becomes a text. */
            TYPES
        }

        boolean isOfSchema() {
            return kind == Kind.TWICE || kind == Kind.TYPES;
        }
    }

    private record Column(String name, String type, boolean nullable, String initial) {
        boolean isNumber() {
            return type.equals("bigint") || type.equals("integer");
        }
    }

    private record Constraint(String name, String definition) {}

    /** One row of this table for which the condition holds. The first column of its key names it. */
    DamagedRow(AuditDatabase database, String table, String condition) throws SQLException {
        this.table = table;
        connection = DriverManager.getConnection(database.url());
        execute("DROP TABLE IF EXISTS KEPT_ROW");
        execute("CREATE TABLE KEPT_ROW AS SELECT * FROM " + table + " WHERE " + condition + " LIMIT 1");
        keyColumns = database.column(
                "SELECT UPPER(A.ATTNAME) FROM PG_INDEX I JOIN PG_ATTRIBUTE A ON A.ATTRELID = I.INDRELID AND A.ATTNUM ="
                        + " ANY (I.INDKEY) WHERE I.INDISPRIMARY AND I.INDRELID = CAST('"
                        + table.toLowerCase(Locale.ROOT)
                        + "' AS REGCLASS) ORDER BY A.ATTNUM");
        String column = keyColumns.get(0);
        key = column + "='"
                + database.column("SELECT " + column + " FROM KEPT_ROW").get(0) + "'";
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT COLUMN_NAME, DATA_TYPE, IS_NULLABLE, COALESCE(COLUMN_DEFAULT, '') FROM"
                        + " INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = ? ORDER BY ORDINAL_POSITION")) {
            statement.setString(1, table.toLowerCase(Locale.ROOT));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    columns.add(new Column(
                            result.getString(1).toUpperCase(Locale.ROOT),
                            result.getString(2),
                            result.getString(3).equals("YES"),
                            result.getString(4)));
                }
            }
        }
        if (columns.isEmpty()) {
            throw new IllegalStateException("no columns of " + table);
        }
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (Column column : columns) {
            List<String> values;
            if (column.isNumber()) {
                String most = column.type().equals("bigint") ? "9223372036854775807" : "2147483647";
                values = List.of("NULL", "-1", most);
            } else {
                values = column.type().equals("boolean") ? List.of("NULL") : List.of("NULL", "'x?'");
            }
            values.forEach(value -> changes.add(new Change(Change.Kind.SET, column.name(), value)));
        }
        changes.add(new Change(Change.Kind.GONE, "", ""));
        changes.add(new Change(Change.Kind.TWICE, "", ""));
        changes.add(new Change(Change.Kind.TYPES, "", ""));
        return changes;
    }

    void make(Change change) throws SQLException {
        switch (change.kind()) {
            case SET -> {
                if (change.value().equals("NULL")) {
                    dropConstraints();
                    execute("ALTER TABLE " + table + " ALTER COLUMN " + change.column() + " DROP NOT NULL");
                }
                execute("UPDATE " + table + " SET " + change.column() + " = " + change.value() + " WHERE " + key);
            }
            case GONE -> execute("DELETE FROM " + table + " WHERE " + key);
            case TWICE -> {
                dropConstraints();
                execute("INSERT INTO " + table + " SELECT * FROM " + table + " WHERE " + key);
            }
            case TYPES -> {
                for (Column column : columns) {
                    if (column.isNumber()) {
                        alter(column, "DROP DEFAULT");
                        alter(column, "TYPE VARCHAR(40) USING CAST(" + column.name() + " AS VARCHAR)");
                    }
                }
            }
            default -> throw new IllegalStateException(change.toString());
        }
    }

    /** Undoes the change. Values that the server itself has written meanwhile stay. */
    void putBack(Change change) throws SQLException {
        switch (change.kind()) {
            case SET -> {
                String broken = change.value().equals("NULL")
                        ? change.column() + " IS NULL"
                        : change.column() + " = " + change.value();
                // If the column belongs to the key, the server may have made the row again.
                if (keyColumns.contains(change.column())) {
                    execute("DELETE FROM " + table + " WHERE " + broken);
                } else {
                    execute("UPDATE " + table + " SET " + change.column() + " = (SELECT " + change.column()
                            + " FROM KEPT_ROW) WHERE " + key + " AND " + broken);
                }
            }
            case GONE -> {}
            case TWICE ->
                execute("DELETE FROM " + table + " A USING " + table + " B WHERE A.CTID > B.CTID AND A." + key
                        + " AND B." + key);
            case TYPES -> {
                for (Column column : columns) {
                    if (column.isNumber()) {
                        alter(
                                column,
                                "TYPE " + column.type() + " USING CAST(" + column.name() + " AS " + column.type()
                                        + ")");
                        if (!column.initial().isEmpty()) {
                            alter(column, "SET DEFAULT " + column.initial());
                        }
                    }
                }
            }
            default -> throw new IllegalStateException(change.toString());
        }
        if (!MADE_AGAIN.contains(table)) {
            execute("INSERT INTO " + table + " SELECT * FROM KEPT_ROW WHERE NOT EXISTS (SELECT 1 FROM " + table
                    + " WHERE " + key + ")");
        }
        for (Constraint constraint : dropped) {
            execute("ALTER TABLE " + table + " ADD CONSTRAINT " + constraint.name() + " " + constraint.definition());
        }
        dropped.clear();
        for (Column column : columns) {
            if (change.value().equals("NULL") && column.name().equals(change.column()) && !column.nullable()) {
                alter(column, "SET NOT NULL");
            }
        }
    }

    private void alter(Column column, String what) throws SQLException {
        execute("ALTER TABLE " + table + " ALTER COLUMN " + column.name() + " " + what);
    }

    private void dropConstraints() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT CONNAME, PG_GET_CONSTRAINTDEF(OID) FROM PG_CONSTRAINT WHERE CONRELID = CAST(? AS REGCLASS)"
                        + " AND CONTYPE IN ('p', 'u')")) {
            statement.setString(1, table.toLowerCase(Locale.ROOT));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    dropped.add(new Constraint(result.getString(1), result.getString(2)));
                }
            }
        }
        for (Constraint constraint : dropped) {
            execute("ALTER TABLE " + table + " DROP CONSTRAINT " + constraint.name());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException(sql, e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package io.caregate.audit.integrity;

import io.caregate.audit.record.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log, or of the inbox, as the database has it. Anyone who can write to the database may have written any
 * of it, so nothing is trusted before {@link RowCheck} has checked it.
 *
 * @param seq its number; null in the inbox
 * @param columns the values that an auditor filters by, and the payload
 */
public record StoredRow(
        @Nullable Long seq,
        Columns columns,
        @Nullable String payload,
        @Nullable String salt,
        @Nullable String leaf) {
    /** The columns that a statement on the log has to select. */
    public static final String OF_LOG = "SEQ, " + Tables.COLUMNS + ", SALT, LEAF_HASH";
    /** The same for the inbox, whose rows have neither number nor hash. */
    public static final String OF_INBOX = "NULL, " + Tables.COLUMNS + ", NULL, NULL";

    private static final int FILTERS = 9;

    /** The current row of the result, whose columns are those of {@link #OF_LOG} or {@link #OF_INBOX}. */
    public static StoredRow at(ResultSet result) throws SQLException {
        long number = result.getLong(1);
        Long seq = result.wasNull() ? null : (Long) number;
        return new StoredRow(
                seq,
                new Columns(
                        text(result, 2),
                        result.getLong(3),
                        text(result, 4),
                        text(result, 5),
                        result.getString(6),
                        result.getString(7),
                        result.getString(8),
                        result.getString(9),
                        result.getString(10)),
                result.getString(FILTERS + 2),
                result.getString(FILTERS + 3),
                result.getString(FILTERS + 4));
    }

    private static String text(ResultSet result, int column) throws SQLException {
        String value = result.getString(column);
        return value == null ? "" : value;
    }

    /** The columns that are made from the payload. */
    public record Columns(
            String id,
            long time,
            String realmId,
            String type,
            @Nullable String error,
            @Nullable String client,
            @Nullable String user,
            @Nullable String username,
            @Nullable String ip) {}
}

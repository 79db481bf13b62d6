package io.caregate.audit.record;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a statement that covers many rows, in the order of their marks: an array for each column. For
 * PostgreSQL. Its driver sends arrays of these types in binary form, without escapes. Not thread-safe.
 */
public final class SqlArrays implements AutoCloseable {
    /** The mark of an array of texts. */
    public static final String TEXTS = "CAST(? AS VARCHAR ARRAY)";
    /** The mark of an array of whole numbers. */
    public static final String NUMBERS = "CAST(? AS BIGINT ARRAY)";

    private final Connection connection;
    private final List<Array> arrays = new ArrayList<>();

    /** No parameters yet. */
    public SqlArrays(Connection connection) {
        this.connection = connection;
    }

    /** The next parameter: a text of each of these. */
    public <T> SqlArrays texts(Collection<T> rows, Function<T, @Nullable String> column) throws SQLException {
        // The driver goes by the array's own type, so this must not be an array of objects.
        @Nullable String[] values = new String[rows.size()];
        int index = 0;
        for (T row : rows) {
            values[index++] = column.apply(row);
        }
        return add("VARCHAR", values);
    }

    /** The next parameter: a number of each of these. */
    public <T> SqlArrays numbers(Collection<T> rows, Function<T, Long> column) throws SQLException {
        Long[] values = new Long[rows.size()];
        int index = 0;
        for (T row : rows) {
            values[index++] = column.apply(row);
        }
        return add("BIGINT", values);
    }

    private SqlArrays add(String type, @Nullable Object[] values) throws SQLException {
        arrays.add(connection.createArrayOf(type, values));
        return this;
    }

    /** Executes the statement with these parameters. Answers how many rows it has changed. */
    public int update(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arrays.size(); i++) {
                statement.setArray(i + 1, arrays.get(i));
            }
            return statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Array array : arrays) {
            array.free();
        }
    }
}

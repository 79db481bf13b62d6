package io.caregate.audit.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its parameters, in the order of their marks: {@code String}, {@code Long}, {@code Integer}, or null
 * for a text. It runs on the caller's connection and in its transaction, any number of times. Not thread-safe.
 */
public final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    private Sql() {}

    /** The statement of this text. */
    public static Sql of(String text, @Nullable Object... parameters) {
        return new Sql().add(text, parameters);
    }

    /** The same statement, continued with this text. */
    public Sql add(String more, @Nullable Object... values) {
        text.append(more);
        Collections.addAll(parameters, values);
        return this;
    }

    /** Shows each row to the visitor, in order. */
    public void each(Connection connection, Visitor visitor) throws SQLException {
        try (PreparedStatement statement = prepared(connection);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                visitor.visit(result);
            }
        }
    }

    /** The reader's result for each row, in order. */
    public <T> List<T> list(Connection connection, Reader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(connection, row -> rows.add(reader.read(row)));
        return rows;
    }

    /** The reader's result for the first row, if there is one. */
    public <T> Optional<T> first(Connection connection, Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepared(connection);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(reader.read(result)) : Optional.empty();
        }
    }

    /** Whether there is a row. */
    public boolean exists(Connection connection) throws SQLException {
        return first(connection, row -> true).isPresent();
    }

    /** The number in the first column of the first row; 0 if there is no row. */
    public long number(Connection connection) throws SQLException {
        return first(connection, row -> row.getLong(1)).orElse(0L);
    }

    /** Changes rows. Answers how many. */
    public int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection)) {
            return statement.executeUpdate();
        }
    }

    /** The caller closes it. */
    private PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        try {
            for (int i = 0; i < parameters.size(); i++) {
                bind(statement, i + 1, parameters.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else {
            statement.setString(index, (String) value);
        }
    }

    /** Looks at the row at which the result stands. */
    @FunctionalInterface
    public interface Visitor {
        void visit(ResultSet row) throws SQLException;
    }

    /** Makes something of the row at which the result stands. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}

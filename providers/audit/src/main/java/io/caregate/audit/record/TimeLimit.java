package io.caregate.audit.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * How long a statement may take on a connection that this log has for itself. The server ends a statement that waits
 * for a lock, so that it does not hold a place in the database after its client has given up. A moment later the client
 * gives up on a server that is gone without a word, for which TCP would wait many minutes. On PostgreSQL and MariaDB;
 * other databases have no such setting, and their drivers' own limits hold.
 */
public final class TimeLimit {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(2);
    private static final Executor SAME_THREAD = Runnable::run;

    private final Kind kind;
    private final int networkBefore;

    private TimeLimit(Kind kind, int networkBefore) {
        this.kind = kind;
        this.networkBefore = networkBefore;
    }

    /**
     * Ends each statement that takes longer, with a {@link SQLException}. Call it in auto-commit mode, or the first
     * rollback undoes the setting.
     */
    public static TimeLimit demand(Connection connection, Duration limit) throws SQLException {
        TimeLimit made = network(connection, limit);
        try {
            made.kind.set(connection, made.kind.limit, limit);
        } catch (SQLException e) {
            made.releaseNetwork(connection);
            throw e;
        }
        return made;
    }

    /** Does this on a connection of its own, each statement within the limit. */
    public static <T> T within(Connections connections, Duration limit, Work<T> work) throws SQLException {
        try (Connection connection = connections.open()) {
            TimeLimit demanded = demand(connection, limit);
            try {
                return work.run(connection);
            } finally {
                demanded.release(connection);
            }
        }
    }

    /** The part of the client alone: for work that tells PostgreSQL in a statement of its own, with {@link #local}. */
    public static TimeLimit network(Connection connection, Duration limit) throws SQLException {
        Kind kind = Kind.of(connection);
        if (kind == Kind.OTHER) {
            return new TimeLimit(kind, 0);
        }
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(
                SAME_THREAD, Math.toIntExact(limit.plus(ROUND_TRIP).toMillis()));
        return new TimeLimit(kind, before);
    }

    /** PostgreSQL's statement that limits those after it in the same transaction. */
    public static String local(Duration limit) {
        return "SET LOCAL statement_timeout TO " + limit.toMillis();
    }

    /** Gives the connection back what {@link #demand} has changed. It must be in no transaction that has failed. */
    public void release(Connection connection) throws SQLException {
        kind.set(connection, kind.reset, Duration.ZERO);
        releaseNetwork(connection);
    }

    /** Gives the connection back what {@link #network} has changed. */
    public void releaseNetwork(Connection connection) throws SQLException {
        if (kind != Kind.OTHER) {
            connection.setNetworkTimeout(SAME_THREAD, networkBefore);
        }
    }

    /** What is done on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private enum Kind {
        POSTGRESQL("SET statement_timeout TO %d", "RESET statement_timeout", 1),
        MARIADB("SET SESSION max_statement_time = %d", "SET SESSION max_statement_time = DEFAULT", 1000),
        OTHER("", "", 1);

        private final String limit;
        private final String reset;
        private final int unit;

        Kind(String limit, String reset, int unit) {
            this.limit = limit;
            this.reset = reset;
            this.unit = unit;
        }

        static Kind of(Connection connection) throws SQLException {
            return switch (connection.getMetaData().getDatabaseProductName()) {
                case "PostgreSQL" -> POSTGRESQL;
                case "MariaDB" -> MARIADB;
                default -> OTHER;
            };
        }

        void set(Connection connection, String sql, Duration time) throws SQLException {
            if (this != OTHER) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql.replace("%d", Long.toString(time.toMillis() / unit)));
                }
            }
        }
    }
}

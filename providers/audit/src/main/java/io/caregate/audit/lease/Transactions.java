package io.caregate.audit.lease;

import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Durability;
import io.caregate.audit.record.TimeLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Transactions of a job that one node does, each on a connection that is borrowed for it alone. Their commits are on
 * disk. A node that is stopped in the middle of one would keep the lease's lock, and every other node from the job, for
 * as long as it is stopped. PostgreSQL ends its connection after {@value #STALLED_AFTER}. No statement takes longer
 * than two minutes ({@link TimeLimit}), whatever holds it up: the next round tries again.
 */
public final class Transactions {
    private static final String STALLED_AFTER = "10s";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Connections connections;

    /** Transactions on connections in auto-commit mode, as this opens them. */
    public Transactions(Connections connections) {
        this.connections = connections;
    }

    /** Does the work and commits it, or throws and leaves nothing of it, except what the work itself has committed. */
    public <T> T run(Work<T> work) throws SQLException, LeaseLostException {
        try (Connection connection = connections.open()) {
            TimeLimit limit = TimeLimit.network(connection, LIMIT);
            Durability.demand(connection);
            connection.setAutoCommit(false);
            T result;
            try {
                prepare(connection);
                result = work.run(connection);
                connection.commit();
            } catch (SQLException | LeaseLostException | RuntimeException | Error e) {
                giveUp(connection, limit, e);
                throw e;
            }
            connection.setAutoCommit(true);
            Durability.release(connection);
            limit.releaseNetwork(connection);
            return result;
        }
    }

    /**
     * Does the work, unless another transaction has done the same at the same time. False if it was refused because of
     * an existing key (SQLSTATE class 23).
     */
    public boolean attempt(Work<Boolean> work) throws SQLException, LeaseLostException {
        try {
            return run(work);
        } catch (SQLException e) {
            if (isConflict(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether a constraint refused it, such as an existing key. */
    static boolean isConflict(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("23");
    }

    /**
     * Begins each of a job's transactions. {@link #run} does so for the first. Work that commits in between calls it
     * again. A job's statements concern few rows of tables that may be large, so on PostgreSQL an index is right
     * whatever the statistics say: with those of a table that was empty a moment ago, or a plan made while the log was
     * short, it would read all of the table. Does nothing on another database.
     */
    public static void prepare(Connection connection) throws SQLException {
        if (Durability.isPostgres(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL idle_in_transaction_session_timeout TO '" + STALLED_AFTER + "'; "
                        + TimeLimit.local(LIMIT)
                        + "; SET LOCAL plan_cache_mode TO force_custom_plan; SET LOCAL enable_seqscan TO off"
                        + "; SET LOCAL enable_hashjoin TO off; SET LOCAL enable_mergejoin TO off");
            }
        }
    }

    /**
     * Leaves the connection fit for its next user, unless the connection itself failed. This holds after an error too:
     * a pool that gets a connection back in the middle of a transaction may commit the work done so far.
     */
    private static void giveUp(Connection connection, TimeLimit limit, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            Durability.release(connection);
            limit.releaseNetwork(connection);
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** The work of one transaction. Work that commits in between continues in the next one. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException, LeaseLostException;
    }
}

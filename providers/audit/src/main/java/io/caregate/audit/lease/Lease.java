package io.caregate.audit.lease;

import io.caregate.audit.record.Dialect;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * One node's side of a lease. A free or expired lease is taken with a new epoch. The holder begins every transaction of
 * its job with {@link #fence}, which locks the lease's row until that transaction ends and fails when the epoch is no
 * longer the holder's. So of two nodes that both believe that they hold the lease only one can commit, however long the
 * other was stopped, and whatever the nodes' clocks say: expiry is measured by the database's.
 *
 * <p>Not thread-safe: it belongs to the thread that does the job.
 */
public final class Lease {
    private static final int MAX_HOLDER = 255;

    private final Tables tables;
    private final String name;
    private final String holder;
    private final Duration term;
    private long epoch;

    /** The lease of this name, whose row exists; {@code holder} is for people who look at it. */
    public Lease(Tables tables, String name, String holder, Duration term) {
        this.tables = tables;
        this.name = name;
        this.holder = holder.substring(0, Math.min(holder.length(), MAX_HOLDER));
        this.term = term;
    }

    /** Whether this node took the lease and has not learned that it is lost. */
    public boolean isHeld() {
        return epoch > 0;
    }

    /** The epoch in which this node holds the lease, 0 when it does not. */
    public long epoch() {
        return epoch;
    }

    /** Takes the lease if it is free or expired, in a transaction of its own; true if this node holds it now. */
    public boolean take(Connection connection) throws SQLException {
        long taken = lockExpired(connection);
        if (taken >= 0) {
            String sql = "UPDATE " + tables.lease() + " SET HOLDER = ?, EPOCH = ?, EXPIRES = "
                    + Dialect.of(connection).now() + " + ? WHERE NAME = ?";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, holder);
                statement.setLong(2, taken + 1);
                statement.setLong(3, term.toMillis());
                statement.setString(4, name);
                statement.executeUpdate();
            }
        }
        connection.commit();
        if (taken >= 0) {
            epoch = taken + 1;
        }
        return taken >= 0;
    }

    /**
     * Locks the lease in the connection's transaction and extends it; throws when it is another node's, and then this
     * node holds it no more.
     */
    public void fence(Connection connection) throws SQLException, LeaseLostException {
        String sql = "UPDATE " + tables.lease() + " SET EXPIRES = "
                + Dialect.of(connection).now() + " + ? WHERE NAME = ? AND EPOCH = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, term.toMillis());
            statement.setString(2, name);
            statement.setLong(3, epoch);
            if (statement.executeUpdate() != 1) {
                long lost = epoch;
                epoch = 0;
                throw new LeaseLostException(name, lost);
            }
        }
    }

    /** Gives the lease back, in a transaction of its own, so that another node need not wait for its end. */
    public void release(Connection connection) throws SQLException {
        String sql = "UPDATE " + tables.lease() + " SET EXPIRES = 0 WHERE NAME = ? AND EPOCH = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setLong(2, epoch);
            statement.executeUpdate();
        }
        connection.commit();
        epoch = 0;
    }

    /**
     * The epoch of the expired lease, locked; -1 when it is held, or another node is at it. No holder extends it by more than
     * a term, so one that ends later than two terms from now is from before the database's clock was set back.
     */
    private long lockExpired(Connection connection) throws SQLException {
        String now = Dialect.of(connection).now();
        String sql = "SELECT EPOCH FROM " + tables.lease() + " WHERE NAME = ? AND (EXPIRES <= " + now + " OR EXPIRES > "
                + now + " + ?) FOR UPDATE SKIP LOCKED";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setLong(2, term.multipliedBy(2).toMillis());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getLong(1) : -1;
            }
        }
    }
}

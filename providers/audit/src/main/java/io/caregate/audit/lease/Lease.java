package io.caregate.audit.lease;

import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Dialect;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * One node's side of a lease. A free or expired lease is taken with a new epoch. The holder begins every transaction of
 * its job with {@link #fence}, which locks the lease's row until that transaction ends, and fails when the epoch is no
 * longer the holder's. So if two nodes both believe that they hold the lease, only one can commit, however long the
 * other was stopped, and whatever the nodes' clocks say: the database's clock measures the expiry.
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
    private Optional<String> repair = Optional.empty();

    /** The lease with this name. {@code holder} is for people who look at it. */
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

    /**
     * Takes the lease if it is free or expired, in its own transaction. True if this node holds it now. A missing row
     * is made. A row with an impossible epoch gets a new epoch, which no holder has. {@link #repair} says so.
     */
    public boolean take(Connection connection) throws SQLException {
        repair = Optional.empty();
        Optional<Long> found = lockFree(connection);
        if (found.isEmpty()) {
            if (!exists(connection)) {
                insert(connection);
            }
            connection.commit();
            return false;
        }
        long before = found.get();
        long next = before + 1;
        if (before < 0 || before >= Tables.MOST_NUMBER) {
            // Another node may hold the lease in any small epoch, but none in one like this.
            next = System.currentTimeMillis();
            repair = Optional.of(
                    row() + " had the epoch " + before + ", which this log never writes; it has " + next + " now");
        }
        String sql = "UPDATE " + tables.lease() + " SET HOLDER = ?, EPOCH = ?, EXPIRES = "
                + Dialect.of(connection).now() + " + ? WHERE NAME = ?";
        Sql.of(sql, holder, next, term.toMillis(), name).update(connection);
        connection.commit();
        epoch = next;
        return true;
    }

    /** The fault of the row that was last taken, which is repaired. */
    public Optional<String> repair() {
        return repair;
    }

    /**
     * Locks the lease in the connection's transaction and extends it. Throws if it is another node's. This node then no
     * longer holds it.
     */
    public void fence(Connection connection) throws SQLException, LeaseLostException {
        String sql = "UPDATE " + tables.lease() + " SET EXPIRES = "
                + Dialect.of(connection).now() + " + ? WHERE NAME = ? AND EPOCH = ?";
        int rows = Sql.of(sql, term.toMillis(), name, epoch).update(connection);
        if (rows > 1) {
            throw new DamagedTableException(row() + " is there " + rows
                    + " times: delete all but one of the rows, and give the table its primary key again");
        }
        if (rows != 1) {
            long lost = epoch;
            epoch = 0;
            throw new LeaseLostException(name, lost);
        }
    }

    /** Gives the lease back, in its own transaction, so that another node need not wait for its end. */
    public void release(Connection connection) throws SQLException {
        String sql = "UPDATE " + tables.lease() + " SET EXPIRES = 0 WHERE NAME = ? AND EPOCH = ?";
        Sql.of(sql, name, epoch).update(connection);
        connection.commit();
        epoch = 0;
    }

    private String row() {
        return "CAREGATE_AUDIT_LEASE NAME=" + name;
    }

    /**
     * The epoch of the lease, locked, if it is free, expired or impossible; empty when it is held, another node is
     * taking it, or there is no row. No holder extends it by more than a term, so one that ends later than two terms
     * from now is from before the database's clock was set back.
     */
    private Optional<Long> lockFree(Connection connection) throws SQLException {
        String now = Dialect.of(connection).now();
        String sql = "SELECT EPOCH FROM " + tables.lease() + " WHERE NAME = ? AND (EXPIRES <= " + now + " OR EXPIRES > "
                + now + " + ? OR EPOCH < 0 OR EPOCH >= " + Tables.MOST_NUMBER + ") FOR UPDATE SKIP LOCKED";
        return Sql.of(sql, name, term.multipliedBy(2).toMillis()).first(connection, row -> row.getLong(1));
    }

    private boolean exists(Connection connection) throws SQLException {
        return Sql.of("SELECT 1 FROM " + tables.lease() + " WHERE NAME = ?", name)
                .exists(connection);
    }

    /** If another node is quicker, its row is just as good. */
    private void insert(Connection connection) throws SQLException {
        try {
            Sql.of("INSERT INTO " + tables.lease() + " (NAME, HOLDER, EPOCH, EXPIRES) VALUES (?, '-', 0, 0)", name)
                    .update(connection);
        } catch (SQLException e) {
            if (!Transactions.isConflict(e)) {
                throw e;
            }
            connection.rollback();
        }
    }
}

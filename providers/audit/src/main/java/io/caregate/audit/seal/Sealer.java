package io.caregate.audit.seal;

import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Durability;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Seals on this node: soon after entries were captured here, and now and then for those of nodes that died. It borrows a
 * connection for each round and gives it back, so it never holds one from the logins.
 */
public final class Sealer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sealer.class);
    private static final int BATCH = 1000;
    /** Entries that arrive this close to each other are sealed by one transaction. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Connections connections;
    private final Tables tables;
    private final Semaphore work = new Semaphore(0);
    private final Semaphore stop = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "caregate-audit-sealer");
    private boolean failing;

    /** Takes where the log lies. */
    public Sealer(Connections connections, Tables tables) {
        this.connections = connections;
        this.tables = tables;
        thread.setDaemon(true);
    }

    /** Starts sealing; the tables exist. */
    public void start() {
        thread.start();
    }

    /** Says that there are entries to seal; returns at once. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    @Override
    public void close() {
        stop.release();
        wake();
        try {
            thread.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                boolean woken = work.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (woken && stop.tryAcquire(GATHER.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                work.drainPermits();
                sealAll();
            } while (stop.availablePermits() == 0);
        } catch (InterruptedException e) {
            LOG.debug("the sealer is asked to stop");
        }
    }

    private void sealAll() {
        try (Connection connection = connections.open()) {
            Durability.demand(connection);
            connection.setAutoCommit(false);
            if (sealAll(connection) == SealTransaction.Outcome.ANOTHER_NODE_SEALS) {
                wake();
            }
            connection.setAutoCommit(true);
            Durability.release(connection);
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                LOG.warn("nothing can be sealed for now; captured entries wait in the inbox", e);
            }
            failing = true;
        }
    }

    private SealTransaction.Outcome sealAll(Connection connection) throws SQLException {
        try {
            SealTransaction.Outcome outcome;
            do {
                outcome = new SealTransaction(connection, tables, BATCH).run();
                connection.commit();
            } while (outcome == SealTransaction.Outcome.MORE_WAIT && stop.availablePermits() == 0);
            return outcome;
        } catch (SQLException | RuntimeException e) {
            giveUp(connection, e);
            throw e;
        }
    }

    /** Leaves the connection fit for its next user, unless it is the connection that failed. */
    private static void giveUp(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            Durability.release(connection);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}

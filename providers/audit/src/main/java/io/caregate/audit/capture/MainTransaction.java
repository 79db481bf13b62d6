package io.caregate.audit.capture;

import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Row;
import io.caregate.foundation.log.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * Stores an entry in the transaction of the change that it reports, so that both are stored or neither is, with the
 * same durability. If the database refuses the row, the work that the request has done so far is kept, and the entry is
 * written on its own once the transaction is committed.
 */
final class MainTransaction {
    private static final ServerLog LOG = ServerLog.of(MainTransaction.class);
    /**
     * Tells Keycloak ({@code AsyncCommitIntegrator}) to wait for the disk. On PostgreSQL it would not wait where a
     * transaction holds nothing but events, sessions or login failures, and it does not see this row.
     */
    private static final String SYNCHRONOUS_COMMIT = "kc.sync_commit_required";

    private final KeycloakSession session;
    private final EntryAppender appender;
    private final Tables tables;

    MainTransaction(KeycloakSession session, EntryAppender appender, Tables tables) {
        this.session = session;
        this.appender = appender;
        this.tables = tables;
    }

    void write(Entry entry) {
        try {
            Session database = session.getProvider(JpaConnectionProvider.class)
                    .getEntityManager()
                    .unwrap(Session.class);
            database.doWork(connection -> insert(connection, tables, List.of(entry)));
            database.setProperty(SYNCHRONOUS_COMMIT, true);
        } catch (RuntimeException e) {
            LOG.debugf(e, "entry=%s is written after the commit", entry.id());
            writeAfterCommit(entry);
        }
    }

    /**
     * Stores entries in a transaction that is about to be committed. If the database refuses them, they are written on
     * their own after the commit.
     */
    static void write(Session database, EntryAppender appender, Tables tables, List<Entry> entries) {
        try {
            database.doWork(connection -> insert(connection, tables, entries));
        } catch (RuntimeException e) {
            LOG.debugf(e, "entries=%d are written after the commit", entries.size());
            AfterCompletionCallback after = (success, session) -> {
                if (success) {
                    entries.forEach(appender::write);
                }
            };
            ((SharedSessionContractImplementor) database)
                    .getTransactionCompletionCallbacks()
                    .registerCallback(after);
        }
    }

    /** On PostgreSQL a failed statement spoils the whole transaction, unless there is a savepoint before it. */
    private static void insert(Connection connection, Tables tables, List<Entry> entries) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            InboxInsert.execute(
                    connection, tables, entries.stream().map(Row::of).toList());
        } catch (SQLException e) {
            connection.rollback(before);
            throw e;
        }
        connection.releaseSavepoint(before);
    }

    private void writeAfterCommit(Entry entry) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                appender.write(entry);
            }

            @Override
            protected void rollbackImpl() {
                LOG.debugf("entry=%s reports what was not stored", entry.id());
            }
        });
    }
}

package io.caregate.audit.change;

import io.caregate.foundation.log.ServerLog;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Synchronization;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * The changes of the model in every transaction of Keycloak's database, heard from the rows that are written. Just
 * before the commit of a transaction, its changes are handed over, on its thread and within it.
 */
public final class ModelChanges {
    /**
     * Tells Keycloak ({@code AsyncCommitIntegrator}) to wait for the disk. On PostgreSQL it would not wait where a
     * transaction holds nothing but events, sessions or login failures.
     */
    private static final String SYNCHRONOUS_COMMIT = "kc.sync_commit_required";

    private static final ServerLog LOG = ServerLog.of(ModelChanges.class);
    private static final String CHANGES = "caregate.audit.changes";

    private final Function<@Nullable KeycloakSession, Writer> writers;
    private final Runnable lost;

    /**
     * Takes the function that makes the writer of a transaction when its first change is heard, and what counts a
     * transaction whose changes could not be written. Nothing may be read when the function is called.
     */
    public ModelChanges(Function<@Nullable KeycloakSession, Writer> writers, Runnable lost) {
        this.writers = writers;
        this.lost = lost;
    }

    /** Starts to hear the rows that are written from now on. */
    public void listenTo(EntityManagerFactory database) {
        EventListenerRegistry registry = database.unwrap(SessionFactoryImplementor.class)
                .getEventEngine()
                .getListenerRegistry();
        RowListener listener = new RowListener(this);
        registry.appendListeners(EventType.POST_INSERT, listener);
        registry.appendListeners(EventType.POST_UPDATE, listener);
        registry.appendListeners(EventType.POST_DELETE, listener);
        registry.appendListeners(EventType.POST_COLLECTION_RECREATE, listener);
        registry.appendListeners(EventType.POST_COLLECTION_UPDATE, listener);
        registry.appendListeners(EventType.POST_COLLECTION_REMOVE, listener);
    }

    /** The changes of this transaction of the database, from its first one on. */
    public ChangeSet of(Session database, @Nullable KeycloakSession keycloak) {
        ChangeSet known = Transaction.of(database);
        if (known != null) {
            return known;
        }
        ChangeSet changes = ofRequest(keycloak);
        Writer writer = changes.writer(() -> writers.apply(keycloak));
        Transaction.begin(database, changes);
        TransactionCoordinator transaction = ((SharedSessionContractImplementor) database).getTransactionCoordinator();
        transaction.getLocalSynchronizations().registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                if (transaction.getTransactionDriverControl().isActiveAndNoMarkedForRollback()) {
                    write(writer, database, keycloak, changes);
                }
            }

            @Override
            public void afterCompletion(int status) {
                // After a rollback there is no change.
            }
        });
        return changes;
    }

    /** A session of Keycloak has one transaction, in which imports use their own entity managers. */
    private static ChangeSet ofRequest(@Nullable KeycloakSession keycloak) {
        if (keycloak == null) {
            return new ChangeSet();
        }
        if (keycloak.getAttribute(CHANGES) instanceof ChangeSet known) {
            return known;
        }
        ChangeSet changes = new ChangeSet();
        keycloak.setAttribute(CHANGES, changes);
        return changes;
    }

    /** The changes of the transaction that is writing a row now. */
    ChangeSet of(Session database) {
        database.setProperty(SYNCHRONOUS_COMMIT, true);
        return of(database, KeycloakSessionUtil.getKeycloakSession());
    }

    private void write(Writer writer, Session database, @Nullable KeycloakSession keycloak, ChangeSet changes) {
        try {
            if (changes.isToBeWritten()) {
                Session open = database.isOpen() || keycloak == null ? database : entityManager(keycloak);
                try {
                    writer.write(open, changes);
                } finally {
                    giveBackConnection(open);
                }
            }
        } catch (RuntimeException | LinkageError e) {
            lost.run();
            LOG.errorf(
                    e,
                    "changes of the model are stored but not captured realm=%s; they are in the database, and"
                            + " the log has no entry for them",
                    realmOf(keycloak));
        }
    }

    private static @Nullable String realmOf(@Nullable KeycloakSession keycloak) {
        RealmModel realm = keycloak == null ? null : keycloak.getContext().getRealm();
        // Not its name, which may be read again from a database that fails.
        return realm == null ? null : realm.getId();
    }

    /** Hibernate has returned it before this call, and the pool wants it back before the commit. */
    private static void giveBackConnection(Session open) {
        ((SharedSessionContractImplementor) open)
                .getJdbcCoordinator()
                .getLogicalConnection()
                .beforeTransactionCompletion();
    }

    private static Session entityManager(KeycloakSession keycloak) {
        return keycloak.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class);
    }

    /** Writes the changes. */
    @FunctionalInterface
    public interface Writer {
        /** Called on the thread of the transaction when all its rows are written and none is committed. */
        void write(Session database, ChangeSet changes);
    }
}

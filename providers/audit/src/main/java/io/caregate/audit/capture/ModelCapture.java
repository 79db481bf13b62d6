package io.caregate.audit.capture;

import io.caregate.audit.change.ChangeOperation;
import io.caregate.audit.change.ChangeSet;
import io.caregate.audit.change.ModelChange;
import io.caregate.audit.change.ModelChanges;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.foundation.log.ServerLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.workflow.WorkflowProviderEvent;
import org.keycloak.models.workflow.WorkflowProviderEvent.WorkflowStepExecutedEvent;
import org.keycloak.models.workflow.WorkflowProviderEvent.WorkflowStepFailedEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Captures the changes of the model that no admin event reports, however they come about. Each is a row of the
 * transaction that makes the change. A request to the Admin API that changes something, but that no event and no row
 * reports, has its own entry: some of Keycloak's endpoints delete in bulk.
 */
public final class ModelCapture {
    private static final ServerLog LOG = ServerLog.of(ModelCapture.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final AdminSelection selection;
    private final EntryAppender appender;
    private final Tables tables;
    private final ModelEntry entries;
    private final ModelChanges changes = new ModelChanges(this::writer, this::lost);

    /** Takes what is captured and where it goes. */
    public ModelCapture(CaptureOptions options, EntryAppender appender, Tables tables) {
        this.selection = options.adminEvents();
        this.appender = appender;
        this.tables = tables;
        this.entries = new ModelEntry(appender, InstantSource.system());
    }

    /**
     * Starts to hear changes: rows of this server's database, and those that Keycloak announces in the session factory.
     */
    public void listen(KeycloakSessionFactory factory) {
        if (selection == AdminSelection.NONE) {
            return;
        }
        KeycloakModelUtils.runJobInTransaction(
                factory,
                session -> changes.listenTo(session.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .getEntityManagerFactory()));
        factory.register(this::hear);
    }

    /** A request may be about to change something. Its transaction has an entry in any case. */
    void expect(KeycloakSession session) {
        if (selection != AdminSelection.NONE && isChangingRequest(session)) {
            changes.of(database(session), session);
        }
    }

    private static boolean isChangingRequest(KeycloakSession session) {
        RequestFacts request = RequestFacts.of(session);
        return request.method() != null
                && !READING.contains(request.method())
                && (request.path() == null || Origin.isAdminApi(request.path()));
    }

    /** An admin event of this session has its own entry. */
    void told(KeycloakSession session, @Nullable String type, @Nullable String path, @Nullable String representation) {
        if (selection != AdminSelection.NONE) {
            changes.of(database(session), session)
                    .told(type, path, Names.in(representation).elements());
        }
    }

    private void hear(ProviderEvent event) {
        try {
            if (event instanceof RealmModel.IdentityProviderRemovedEvent removed) {
                changes.of(database(removed.getKeycloakSession()), removed.getKeycloakSession())
                        .heard(
                                ChangeOperation.DELETE,
                                "IDENTITY_PROVIDER",
                                "identity-provider/instances/"
                                        + removed.getRemovedIdentityProvider().getAlias(),
                                removed.getRealm().getId(),
                                removed.getRemovedIdentityProvider().getAlias());
            } else if (event instanceof WorkflowStepExecutedEvent step) {
                new MainTransaction(step.getKeycloakSession(), appender, tables)
                        .write(step(step, null, step.getStepId(), step.getStepProviderId()));
            } else if (event instanceof WorkflowStepFailedEvent step) {
                appender.write(step(step, ModelEntry.STEP_FAILED, step.getStepId(), step.getStepProviderId()));
            }
        } catch (RuntimeException | LinkageError e) {
            lost();
            LOG.errorf(e, "event=%s is not captured", event.getClass().getName());
        }
    }

    private void lost() {
        appender.lost();
    }

    private Entry step(WorkflowProviderEvent event, @Nullable String error, String stepId, String step) {
        RealmModel realm = event.getRealm();
        return entries.ofStep(
                event,
                error,
                stepId,
                step,
                realm == null ? null : realm.getId(),
                realm == null ? null : realm.getName());
    }

    /** Called when the first change of a transaction is heard. Nothing may be read from the database then. */
    private ModelChanges.Writer writer(@Nullable KeycloakSession session) {
        Circumstances how = new Circumstances(session);
        return (database, heard) -> write(database, heard, how);
    }

    private void write(Session database, ChangeSet heard, Circumstances how) {
        how.readFrom(database);
        List<ModelChange> untold = heard.untold(database);
        List<Entry> written = new ArrayList<>();
        Actor actor = untold.isEmpty() && heard.hasTold() ? Actor.NOBODY : how.actor();
        for (ModelChange change : untold) {
            if (selection.takes(change.resourceType())) {
                written.add(entries.of(change, how, actor));
            }
        }
        boolean changingRequest = how.origin() == Origin.ADMIN_API
                && how.request().method() != null
                && !READING.contains(how.request().method());
        if (untold.isEmpty() && !heard.hasTold() && changingRequest) {
            written.add(entries.ofRequest(how, actor));
        }
        if (!written.isEmpty()) {
            MainTransaction.write(database, appender, tables, written);
        }
    }

    private static Session database(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class);
    }
}

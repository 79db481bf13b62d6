package io.caregate.audit.capture;

import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.foundation.log.ServerLog;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Captures the selected events of every realm. Keycloak calls it on the request's own thread. An error or a lockout is
 * written on the writer's connection, outside the transaction that raised it, and is durable when this returns. Any
 * other event, and every admin event, is a row of the transaction that it reports on, so it is stored if and only if
 * that transaction is. The listener never throws and never makes a request fail. A linkage error, after a JAR was
 * replaced under a running server, costs an entry at most its details where that is possible, and is an error in the
 * server's log.
 */
public final class CaptureListener implements EventListenerProvider {
    private static final ServerLog LOG = ServerLog.of(CaptureListener.class);

    private final KeycloakSession session;
    private final EventSelection selection;
    private final AdminSelection adminSelection;
    private final EventEntry entries;
    private final AdminEntry adminEntries;
    private final EntryAppender appender;
    private final MainTransaction mainTransaction;
    private final ModelCapture model;

    /** Takes the session that the events come from. */
    public CaptureListener(
            KeycloakSession session,
            CaptureOptions options,
            EntryAppender appender,
            Tables tables,
            ModelCapture model) {
        this.session = session;
        this.selection = options.events();
        this.adminSelection = options.adminEvents();
        this.entries = new EventEntry(options.unknownUsernames(), appender);
        this.adminEntries = new AdminEntry(appender);
        this.appender = appender;
        this.mainTransaction = new MainTransaction(session, appender, tables);
        this.model = model;
        expectChange();
    }

    @Override
    public void onEvent(Event event) {
        if (!selection.takes(event.getType()) && !adminSelection.takes(event)) {
            return;
        }
        try {
            Entry entry = entry(event);
            if (EventSelection.isAlarm(event.getType())) {
                appender.write(entry);
            } else {
                mainTransaction.write(entry);
            }
        } catch (RuntimeException | LinkageError e) {
            appender.lost();
            LOG.errorf(e, "event=%s type=%s realm=%s not captured", event.getId(), event.getType(), event.getRealmId());
            return;
        }
        if (!EventSelection.isAlarm(event.getType())) {
            told(() -> tellOfRegistration(event));
        }
    }

    /** What has an entry of its own need not be found again among the changed rows. */
    private static void told(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(e, "a change may be in the log twice");
        }
    }

    private Entry entry(Event event) {
        try {
            // Keycloak continues to change the object that it handed out.
            return entries.of(event.clone(), RequestFacts.of(session));
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(e, "event=%s type=%s is captured without its details", event.getId(), event.getType());
            return entries.withoutDetails(event);
        }
    }

    /** Keycloak calls this whether or not the realm keeps its own admin events. */
    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        try {
            if (adminSelection.takes(event.getResourceTypeAsString())) {
                mainTransaction.write(adminEntries.of(event, administrator(event), RequestFacts.of(session)));
            }
        } catch (RuntimeException | LinkageError e) {
            appender.lost();
            LOG.errorf(
                    e,
                    "admin_event=%s operation=%s realm=%s not captured",
                    event.getId(),
                    event.getOperationType(),
                    event.getRealmId());
            return;
        }
        told(() -> model.told(
                session, event.getResourceTypeAsString(), event.getResourcePath(), event.getRepresentation()));
    }

    @Override
    public void close() {}

    /** Keycloak creates the global listeners at the beginning of every request to the Admin API. */
    private void expectChange() {
        try {
            model.expect(session);
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(e, "a request to the Admin API may go without an entry");
        }
    }

    // The events of a registration, and of a change by its registrant, do not say what was written. The rows do.
    private void tellOfRegistration(Event event) {
        if (event.getType() == EventType.CLIENT_DELETE) {
            RealmModel realm = session.getContext().getRealm();
            ClientModel client = realm == null || event.getClientId() == null
                    ? null
                    : session.clients().getClientByClientId(realm, event.getClientId());
            String id = client == null ? "" : "/" + client.getId();
            model.told(session, ResourceType.CLIENT.name(), "clients/" + event.getClientId() + id, null);
        }
    }

    private AdminEntry.Administrator administrator(AdminEvent event) {
        try {
            return find(event);
        } catch (RuntimeException | LinkageError e) {
            LOG.debugf(e, "admin_event=%s is captured with ids and without names", event.getId());
            return AdminEntry.Administrator.UNKNOWN;
        }
    }

    private AdminEntry.Administrator find(AdminEvent event) {
        AuthDetails auth = event.getAuthDetails();
        RealmModel realm = auth == null || auth.getRealmId() == null
                ? null
                : session.realms().getRealm(auth.getRealmId());
        if (auth == null || realm == null) {
            return AdminEntry.Administrator.UNKNOWN;
        }
        return new AdminEntry.Administrator(username(realm, auth.getUserId()), clientId(realm, auth.getClientId()));
    }

    private @Nullable String username(RealmModel realm, @Nullable String id) {
        UserModel user = id == null ? null : session.users().getUserById(realm, id);
        return user == null ? null : user.getUsername();
    }

    private @Nullable String clientId(RealmModel realm, @Nullable String id) {
        ClientModel client = id == null ? null : session.clients().getClientById(realm, id);
        return client == null ? null : client.getClientId();
    }
}

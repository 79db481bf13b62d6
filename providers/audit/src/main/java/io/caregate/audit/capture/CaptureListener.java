package io.caregate.audit.capture;

import io.caregate.audit.record.Entry;
import io.caregate.audit.record.Journal;
import io.caregate.audit.record.Row;
import io.caregate.audit.record.Tables;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/**
 * Captures the selected events of every realm. Keycloak calls it on the request's own thread. An error or a lockout is
 * written on the writer's connection, outside of the transaction that raised it, and is durable when this returns; any
 * other event is a row of the main transaction, so it is stored exactly if what it reports was. It never throws and
 * never makes a request fail.
 */
public final class CaptureListener implements EventListenerProvider {
    private static final Logger LOG = Logger.getLogger(CaptureListener.class);

    private final KeycloakSession session;
    private final EventSelection selection;
    private final EventEntry entries;
    private final Journal journal;
    private final Tables tables;

    /** Takes the session that the events come from. */
    public CaptureListener(KeycloakSession session, CaptureOptions options, Journal journal, Tables tables) {
        this.session = session;
        this.selection = options.events();
        this.entries = new EventEntry(options.unknownUsernames(), journal);
        this.journal = journal;
        this.tables = tables;
    }

    @Override
    public void onEvent(Event event) {
        if (!selection.takes(event.getType())) {
            return;
        }
        try {
            // Keycloak goes on changing the object that it handed out.
            Entry entry = entries.of(event.clone(), RequestFacts.of(session));
            if (EventSelection.isAlarm(event.getType())) {
                journal.write(entry);
            } else {
                writeWithMainTransaction(Row.of(entry));
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=%s type=%s realm=%s not captured", event.getId(), event.getType(), event.getRealmId());
        }
    }

    /** Admin events are not captured yet. */
    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    public void close() {}

    private void writeWithMainTransaction(Row row) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class)
                .doWork(connection -> {
                    try (InboxInsert insert = new InboxInsert(connection, tables)) {
                        insert.add(row);
                        insert.execute();
                    }
                });
    }
}

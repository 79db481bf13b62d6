package io.caregate.audit.read;

import io.caregate.audit.record.Entry;
import io.caregate.audit.record.Entry.Field;
import io.caregate.audit.record.Journal;
import io.caregate.audit.record.Tables;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * What auditors read, under {@code /realms/{realm}/caregate/audit/}. It reads in the request's transaction. Every read
 * is itself an entry, and so is every refusal of somebody whom the realm knows.
 */
public final class AuditResource {
    static final String READ = "CAREGATE_AUDIT_READ";
    static final String READ_ERROR = "CAREGATE_AUDIT_READ_ERROR";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Journal journal;
    private final Tables tables;

    AuditResource(KeycloakSession session, Journal journal, Tables tables) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.journal = journal;
        this.tables = tables;
    }

    /** Entries of the realm, filtered, a page at a time. */
    @GET
    @Path("events")
    public Response events() {
        AuditorGate gate = new AuditorGate(session);
        AuthResult caller = gate.caller();
        Refusal refusal = gate.refusal(caller);
        if (refusal != null) {
            if (caller != null) {
                journal.write(entry(READ_ERROR, caller)
                        .with(Field.ERROR, "access_denied")
                        .build());
            }
            return refusal.response(realm);
        }
        try {
            EventQuery query = EventQuery.parse(session.getContext().getUri().getQueryParameters());
            EventPage page = read(query);
            journal.write(readEntry(caller, query, page));
            return Answers.page(page);
        } catch (BadParameterException e) {
            return Answers.json(
                            Response.Status.BAD_REQUEST,
                            Map.of("error", "invalid_request", "error_description", String.valueOf(e.getMessage())))
                    .build();
        }
    }

    private EventPage read(EventQuery query) {
        LogQuery sql = new LogQuery(tables, query, realm.getId(), name -> journal.hashOf(realm.getId(), name));
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class)
                .doReturningWork(sql::run);
    }

    private Entry readEntry(@Nullable AuthResult caller, EventQuery query, EventPage page) {
        Entry.Builder entry = entry(READ, caller);
        query.filters().forEach((name, value) -> entry.detail("query." + name, value));
        query.from().ifPresent(from -> entry.detail("query.from", from.toString()));
        query.to().ifPresent(to -> entry.detail("query.to", to.toString()));
        return entry.detail("returned", Integer.toString(page.events().size())).build();
    }

    private Entry.Builder entry(String type, @Nullable AuthResult caller) {
        Entry.Builder entry = Entry.builder(journal.nextId(), Instant.ofEpochMilli(Time.currentTimeMillis()), type)
                .with(Field.REALM, realm.getName())
                .with(Field.REALM_ID, realm.getId())
                .with(Field.IP, session.getContext().getConnection().getRemoteHost())
                .with(
                        Field.USER_AGENT,
                        session.getContext().getHttpRequest().getHttpHeaders().getHeaderString("User-Agent"))
                .with(Field.NODE, journal.node())
                .with(Field.METHOD, session.getContext().getHttpRequest().getHttpMethod())
                .with(Field.PATH, session.getContext().getUri().getRequestUri().getRawPath());
        if (caller != null) {
            entry.with(Field.USER, caller.user().getId())
                    .with(
                            Field.CLIENT,
                            caller.client() == null ? null : caller.client().getClientId())
                    .detail("username", caller.user().getUsername());
        }
        return entry;
    }
}

package io.caregate.audit.read;

import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.Tail;
import io.caregate.audit.record.EntryAppender;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.foundation.request.RequestPath;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Makes the entries for those who have read the log, or tried to. */
final class AccessLog {
    private static final String READ_ERROR = "CAREGATE_AUDIT_READ_ERROR";

    private final KeycloakSession session;
    private final EntryAppender appender;

    AccessLog(KeycloakSession session, EntryAppender appender) {
        this.session = session;
        this.appender = appender;
    }

    void refused(AuthResult caller) {
        appender.write(of(READ_ERROR, caller).with(Field.ERROR, "access_denied").build());
    }

    /** Records a page. Answers the id of the entry. {@code begun} is the id of the search that it continues. */
    String page(@Nullable AuthResult caller, EventQuery query, int returned, Optional<String> begun) {
        Entry entry = filtered(of(Tail.READ, caller), query)
                .detail("continues", begun.orElse(null))
                .detail("returned", Integer.toString(returned))
                .build();
        appender.write(entry);
        return entry.id();
    }

    /** The entry for a query, without its result. */
    Entry reading(@Nullable AuthResult caller, EventQuery query) {
        return filtered(of(Tail.READ, caller), query).build();
    }

    /** Records that the owner of a client has read its errors. */
    void owner(UserModel reader, EventQuery query, int returned) {
        ClientModel through = session.getContext().getClient();
        appender.write(filtered(of(Tail.READ, null), query)
                .with(Field.USER, reader.getId())
                .with(Field.CLIENT, through == null ? null : through.getClientId())
                .detail("username", reader.getUsername())
                .detail("returned", Integer.toString(returned))
                .build());
    }

    void one(@Nullable AuthResult caller, long seq, boolean found) {
        appender.write(of(Tail.READ, caller)
                .detail("query.seq", Long.toString(seq))
                .detail("returned", found ? "1" : "0")
                .build());
    }

    void export(@Nullable AuthResult caller, ExportRequest request) {
        appender.write(filtered(of(Tail.READ, caller), request.filters())
                .detail("query.format", request.form().toString())
                .detail("query.after", request.after() > 0 ? Long.toString(request.after()) : null)
                .detail("returned", "all")
                .build());
    }

    private static Entry.Builder filtered(Entry.Builder entry, EventQuery query) {
        query.filters().forEach((name, value) -> entry.detail("query." + name, value));
        query.from().ifPresent(from -> entry.detail("query.from", from.toString()));
        query.to().ifPresent(to -> entry.detail("query.to", to.toString()));
        return entry;
    }

    /** The entry for a caller who follows the log and has been given entries. It is made while their session lasts. */
    Entry.Builder tail(@Nullable AuthResult caller) {
        return of(Tail.READ, caller);
    }

    void write(Entry.Builder reading, int returned) {
        appender.write(reading.detail("returned", Integer.toString(returned)).build());
    }

    private Entry.Builder of(String type, @Nullable AuthResult caller) {
        RealmModel realm = session.getContext().getRealm();
        Entry.Builder entry = Entry.builder(appender.nextId(), Instant.ofEpochMilli(Time.currentTimeMillis()), type)
                .with(Field.REALM, realm.getName())
                .with(Field.REALM_ID, realm.getId())
                .with(Field.IP, session.getContext().getConnection().getRemoteHost())
                .with(
                        Field.USER_AGENT,
                        session.getContext().getHttpRequest().getHttpHeaders().getHeaderString("User-Agent"))
                .with(Field.NODE, appender.node())
                .with(Field.METHOD, session.getContext().getHttpRequest().getHttpMethod())
                .with(Field.PATH, RequestPath.of(session.getContext().getHttpRequest()));
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

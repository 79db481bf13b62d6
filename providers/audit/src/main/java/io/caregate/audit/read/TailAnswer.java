package io.caregate.audit.read;

import io.caregate.audit.query.Cursor;
import io.caregate.audit.query.DamagedEntries;
import io.caregate.audit.query.EventPage;
import io.caregate.audit.query.EventPage.Found;
import io.caregate.audit.query.Order;
import io.caregate.audit.query.Tail;
import io.caregate.auditlog.entry.Entry;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Answers a caller who follows the log. The caller was checked before; the rest needs no transaction. */
final class TailAnswer {
    private final Tail tail;
    private final AccessLog accessLog;
    private final KeycloakSession session;
    private final DamagedEntries damaged;

    TailAnswer(Tail tail, AccessLog accessLog, DamagedEntries damaged, KeycloakSession session) {
        this.damaged = damaged;
        this.tail = tail;
        this.accessLog = accessLog;
        this.session = session;
    }

    Response to(@Nullable AuthResult caller, TailQuery query) {
        String realmId = session.getContext().getRealm().getId();
        Entry.Builder reading = accessLog.tail(caller);
        // The request's own transaction would keep its connection for as long as the request waits.
        if (session.getTransactionManager().isActive()) {
            session.getTransactionManager().commit();
        }
        try {
            if (query.after().isEmpty()) {
                return answer(tail.end(), List.of());
            }
            long after = query.after().get();
            List<Found> found = tail.after(after, realmId, query.limit(), query.patience());
            if (Tail.isNews(found)) {
                accessLog.write(reading, found.size());
            }
            Long last = found.isEmpty() ? null : found.get(found.size() - 1).seq();
            return answer(last == null ? after : last, found);
        } catch (SQLException e) {
            throw new IllegalStateException("the log cannot be read for now", e);
        }
    }

    private Response answer(long seq, List<Found> found) {
        EventPage page = new EventPage(found, Optional.of(Cursor.after(Order.ASC, seq)));
        return Responses.json(Status.OK, PageBody.of(page, damaged.of(found))).build();
    }
}

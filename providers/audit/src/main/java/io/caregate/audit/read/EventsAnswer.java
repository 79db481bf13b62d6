package io.caregate.audit.read;

import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.query.ContinuedSearch;
import io.caregate.audit.query.DamagedEntries;
import io.caregate.audit.query.EventPage;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.LogQuery;
import io.caregate.audit.query.SearchBudget;
import io.caregate.audit.query.TextSearch;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Answers a page of entries, and records that it was read. A search for text is interrupted when its time is over. Its
 * first answer comes soon. The continued ones may take longer, so that a long search takes few of them.
 */
final class EventsAnswer {
    private static final Duration SOON = Duration.ofMillis(800);
    private static final Duration LATER = Duration.ofSeconds(2);

    private final RequestConnection database;
    private final AccessLog accessLog;
    private final Tables tables;
    private final String realmId;
    private final UnaryOperator<String> hashOf;
    private final DamagedEntries damaged;

    EventsAnswer(KeycloakSession session, EntryAppender appender, Tables tables, Suspects suspects) {
        this.database = new RequestConnection(session);
        this.accessLog = new AccessLog(session, appender);
        this.tables = tables;
        this.realmId = session.getContext().getRealm().getId();
        this.hashOf = name -> appender.hashOf(realmId, name);
        this.damaged = new DamagedEntries(tables, suspects, realmId);
    }

    Response to(@Nullable AuthResult caller, EventQuery query) {
        if (query.filter(EventQuery.TEXT).isPresent()) {
            return found(caller, query);
        }
        EventPage page = database.read(new LogQuery(tables, query, realmId, hashOf)::run);
        accessLog.page(caller, query, page.intact().size(), Optional.empty());
        return answer(page);
    }

    private Response found(@Nullable AuthResult caller, EventQuery query) {
        Optional<String> begun = database.read(
                connection -> new ContinuedSearch(connection, tables).of(query, accessLog.reading(caller, query)));
        EventPage page = database.read(connection -> {
            Duration most = query.cursor().isPresent() ? LATER : SOON;
            SearchBudget budget = new SearchBudget(most, System::nanoTime);
            return new TextSearch(tables, query, realmId, hashOf, budget).run(connection);
        });
        if (begun.isPresent() && page.intact().isEmpty()) {
            return answer(page.ofSearch(begun.get()));
        }
        String recorded = accessLog.page(caller, query, page.intact().size(), begun);
        return answer(page.ofSearch(begun.orElse(recorded)));
    }

    private Response answer(EventPage page) {
        DamagedEntries.Listed listed = database.read(connection -> damaged.with(page.events(), connection));
        return Responses.json(Status.OK, PageBody.of(page, listed)).build();
    }
}

package io.caregate.audit.query;

import io.caregate.audit.query.EventPage.Found;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A query for text. No index helps with that, so the log is searched part by part, each by one {@link LogQuery} that
 * sees one state of the database, until the page is full, the log at its end, or the time for one answer over. The page
 * then ends with the last part that was searched, and its cursor stands there. A sealed entry never changes its number,
 * so pages fit together whatever is added meanwhile, and together they hold what one query of the whole log would have
 * found.
 */
public final class TextSearch {
    private final Tables tables;
    private final EventQuery query;
    private final String realmId;
    private final UnaryOperator<String> hashOf;
    private final SearchBudget budget;

    /** The search of this query, which has a text, within the budget. */
    public TextSearch(
            Tables tables, EventQuery query, String realmId, UnaryOperator<String> hashOf, SearchBudget budget) {
        this.tables = tables;
        this.query = query;
        this.realmId = realmId;
        this.hashOf = hashOf;
        this.budget = budget;
    }

    /** The next page of the search. {@link EventPage#interrupted} says whether it is whole. */
    public EventPage run(Connection connection) throws SQLException {
        return query.order() == Order.DESC ? backwards(connection) : forwards(connection);
    }

    private EventPage backwards(Connection connection) throws SQLException {
        // In this order: an entry that has no number when it is looked up gets one that is greater than the last.
        long last = last(connection);
        Optional<Cursor> from = position(connection);
        long end = Math.min(
                last + 1,
                from.filter(cursor -> cursor.unsealedId() == null)
                        .map(Cursor::seq)
                        .orElse(Long.MAX_VALUE));
        List<Found> sealed = new ArrayList<>();
        List<Found> unsealed = new ArrayList<>();
        while (true) {
            long first = Math.max(1, end - budget.width());
            int most = query.limit() - sealed.size() - unsealed.size();
            LogQuery.Part part = part(from.map(cursor -> query.from(cursor, most))
                            .orElse(query))
                    .read(connection, first, Long.MAX_VALUE);
            sealed.addAll(part.sealed());
            unsealed.addAll(part.unsealed());
            if (first == 1 || sealed.size() + unsealed.size() > query.limit()) {
                return EventPage.of(query, sealed, unsealed);
            }
            Cursor next = Cursor.after(Order.DESC, first);
            if (!budget.goOn()) {
                unsealed.addAll(sealed);
                return EventPage.interrupted(unsealed, next, time(connection, "SEQ >= ? ORDER BY SEQ", first));
            }
            end = first;
            from = Optional.of(next);
        }
    }

    private EventPage forwards(Connection connection) throws SQLException {
        long last = last(connection);
        long before = query.cursor().map(Cursor::seq).orElse(0L);
        List<Found> sealed = new ArrayList<>();
        while (true) {
            long to = before + budget.width();
            EventQuery from = query.from(Cursor.after(Order.ASC, before), query.limit() - sealed.size());
            LogQuery.Part part = part(from).read(connection, 1, to < last ? to : Long.MAX_VALUE);
            sealed.addAll(part.sealed());
            if (to >= last || sealed.size() > query.limit()) {
                EventQuery page = query.from(Cursor.after(Order.ASC, before), query.limit());
                return EventPage.of(page, sealed, part.unsealed());
            }
            if (!budget.goOn()) {
                return EventPage.interrupted(
                        sealed, Cursor.after(Order.ASC, to), time(connection, "SEQ <= ? ORDER BY SEQ DESC", to));
            }
            before = to;
        }
    }

    private LogQuery part(EventQuery part) {
        return new LogQuery(tables, part, realmId, hashOf);
    }

    /**
     * The position where the query begins. An entry that had no number when the previous page ended may have one now.
     */
    private Optional<Cursor> position(Connection connection) throws SQLException {
        String id = query.cursor().map(Cursor::unsealedId).orElse(null);
        if (id == null) {
            return query.cursor();
        }
        return Sql.of(LogQuery.CURSOR_IS_SEALED.formatted(tables.log()), id)
                .first(connection, row -> Cursor.after(Order.DESC, row.getLong(1)))
                .or(query::cursor);
    }

    private long last(Connection connection) throws SQLException {
        return Sql.of("SELECT MAX(SEQ) FROM " + tables.log()).number(connection);
    }

    /** The time of the realm's own entry nearest to this number: times of other realms are not shown. */
    private Optional<Instant> time(Connection connection, String nearest, long seq) throws SQLException {
        String sql = "SELECT EVENT_TIME FROM " + tables.log() + " WHERE REALM_ID = ? AND " + nearest + " LIMIT 1";
        return Sql.of(sql, realmId, seq).first(connection, row -> Instant.ofEpochMilli(row.getLong(1)));
    }
}

package io.caregate.audit.query;

import io.caregate.audit.integrity.RowCheck;
import io.caregate.audit.integrity.StoredRow;
import io.caregate.audit.query.EventPage.Found;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.CanonicalJson;
import io.caregate.auditlog.entry.Row;
import io.caregate.auditlog.entry.TextSanitizer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The one statement that answers a query from log and inbox together. One statement sees one state of the database, so
 * an entry that is being sealed at the same time is found exactly once.
 */
public final class LogQuery {
    /** The number of the entry that a cursor names by its id. No row as long as it has none. */
    static final String CURSOR_IS_SEALED = "SELECT SEQ FROM %s WHERE ID = ?";

    private final Tables tables;
    private final EventQuery query;
    private final String realmId;
    private final UnaryOperator<String> hashOf;

    /** {@code hashOf} answers the text that stands in an entry for a name that belonged to no user. */
    public LogQuery(Tables tables, EventQuery query, String realmId, UnaryOperator<String> hashOf) {
        this.tables = tables;
        this.query = query;
        this.realmId = realmId;
        this.hashOf = hashOf;
    }

    /** The page that the query asks for. */
    public EventPage run(Connection connection) throws SQLException {
        Part all = read(connection, 1, Long.MAX_VALUE);
        return EventPage.of(query, all.sealed(), all.unsealed());
    }

    /**
     * The entries between these numbers, both included, and after the query's cursor. Entries without a number come
     * after all that have one, so they are searched only if {@code last} is {@link Long#MAX_VALUE}. One more than the
     * limit is read of each, to tell whether there are others.
     */
    Part read(Connection connection, long first, long last) throws SQLException {
        Sql sql = Sql.of("(SELECT " + StoredRow.OF_LOG + " FROM " + tables.log() + " WHERE ");
        filters(sql);
        // An erased entry has nothing to show but its hash.
        sql.add(" AND PAYLOAD IS NOT NULL AND SEQ < " + Tables.MOST_NUMBER);
        sealedAfterCursor(sql);
        if (first > 1) {
            sql.add(" AND SEQ >= ?", first);
        }
        if (last < Long.MAX_VALUE) {
            sql.add(" AND SEQ <= ?", last);
        }
        sql.add(" ORDER BY SEQ " + query.order() + " LIMIT " + (query.limit() + 1) + ")");
        if (last == Long.MAX_VALUE) {
            unsealed(sql);
        }
        return execute(connection, sql);
    }

    private void unsealed(Sql sql) {
        sql.add(" UNION ALL (SELECT " + StoredRow.OF_INBOX + " FROM " + tables.inbox() + " WHERE ");
        filters(sql);
        unsealedAfterCursor(sql);
        sql.add(" AND NOT EXISTS (SELECT 1 FROM " + tables.log() + " L WHERE L.ID = " + tables.inbox() + ".ID)");
        sql.add(" ORDER BY ID " + query.order() + " LIMIT " + (query.limit() + 1) + ")");
    }

    private void filters(Sql sql) {
        sql.add("REALM_ID = ?", realmId);
        query.filter(EventQuery.TYPE).map(TypeFilter::parse).ifPresent(types -> {
            types(sql, "IN", types.any());
            types(sql, "NOT IN", types.none());
        });
        query.filter(EventQuery.ERROR).ifPresent(error -> equal(sql, "ERROR", error));
        query.filter(EventQuery.CLIENT).ifPresent(client -> equal(sql, "CLIENT_ID", client));
        query.filter(EventQuery.IP).ifPresent(ip -> equal(sql, "IP_ADDRESS", ip));
        query.filter(EventQuery.USER).ifPresent(user -> {
            String column = String.valueOf(Row.column(user));
            sql.add(" AND (USER_ID = ? OR USERNAME = ? OR USERNAME = ?)", column, column, hashOf.apply(user));
        });
        query.from().ifPresent(from -> sql.add(" AND EVENT_TIME >= ?", from.toEpochMilli()));
        query.to().ifPresent(to -> sql.add(" AND EVENT_TIME < ?", to.toEpochMilli()));
        query.filter(EventQuery.TEXT).ifPresent(text -> sql.add(" AND LOWER(PAYLOAD) LIKE ? ESCAPE '!'", like(text)));
    }

    private static void types(Sql sql, String operator, List<String> types) {
        if (!types.isEmpty()) {
            String places = String.join(", ", Collections.nCopies(types.size(), "?"));
            sql.add(
                    " AND EVENT_TYPE " + operator + " (" + places + ")",
                    types.stream()
                            .map(type -> (Object) String.valueOf(Row.column(type)))
                            .toArray());
        }
    }

    private static void equal(Sql sql, String column, String value) {
        sql.add(" AND " + column + " = ?", String.valueOf(Row.column(value)));
    }

    private void sealedAfterCursor(Sql sql) {
        Optional<Cursor> cursor = query.cursor();
        if (cursor.isEmpty()) {
            return;
        }
        String id = cursor.get().unsealedId();
        if (id != null) {
            // If it has been sealed meanwhile, it has a number to continue from. If not, all sealed entries come after
            // it.
            sql.add(
                    " AND SEQ < COALESCE((" + CURSOR_IS_SEALED.formatted(tables.log()) + "), " + Long.MAX_VALUE + ")",
                    id);
        } else {
            sql.add(
                    query.order() == Order.DESC ? " AND SEQ < ?" : " AND SEQ > ?",
                    cursor.get().seq());
        }
    }

    private void unsealedAfterCursor(Sql sql) {
        Optional<Cursor> cursor = query.cursor();
        if (cursor.isEmpty() || query.order() == Order.ASC) {
            return;
        }
        String id = cursor.get().unsealedId();
        if (id == null) {
            sql.add(" AND 1 = 0");
        } else {
            sql.add(" AND ID < ? AND NOT EXISTS (" + CURSOR_IS_SEALED.formatted(tables.log()) + ")", id, id);
        }
    }

    private Part execute(Connection connection, Sql sql) throws SQLException {
        List<Found> sealed = new ArrayList<>();
        List<Found> unsealed = new ArrayList<>();
        RowCheck check = new RowCheck();
        for (Found found : sql.list(connection, row -> Found.of(StoredRow.at(row), check))) {
            (found.seq() != null ? sealed : unsealed).add(found);
        }
        return new Part(sealed, unsealed);
    }

    /** The pattern for an entry that contains this text literally, in any case. */
    private static String like(String text) {
        String literal = CanonicalJson.escape(TextSanitizer.of(text)).toLowerCase(Locale.ROOT);
        return "%" + literal.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    /** The results of one statement, each in the query's order. */
    record Part(List<Found> sealed, List<Found> unsealed) {
        Part {
            sealed = List.copyOf(sealed);
            unsealed = List.copyOf(unsealed);
        }
    }
}

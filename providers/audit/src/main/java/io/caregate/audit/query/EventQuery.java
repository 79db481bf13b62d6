package io.caregate.audit.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of a realm that an auditor asks for, and the page of them.
 *
 * @param filters values by the names below; an entry has all of them
 * @param from the earliest time, included
 * @param to the end of the time, excluded
 * @param limit the most entries of a page
 * @param cursor where the page before ended; its order is that of the query
 */
public record EventQuery(
        Map<String, String> filters,
        Optional<Instant> from,
        Optional<Instant> to,
        int limit,
        Order order,
        Optional<Cursor> cursor) {

    public static final String TYPE = "type";
    public static final String ERROR = "error";
    public static final String USER = "user";
    public static final String CLIENT = "client";
    public static final String IP = "ip";
    public static final String TEXT = "text";

    /** The names of all filters. */
    public static final List<String> FILTERS = List.of(TYPE, ERROR, USER, CLIENT, IP, TEXT);

    public EventQuery {
        filters = Map.copyOf(filters);
    }

    /** The same query from this cursor on. */
    public EventQuery from(Cursor start) {
        return new EventQuery(filters, from, to, limit, start.order(), Optional.of(start));
    }

    /** The same query from this cursor on, for at most {@code most} entries. */
    EventQuery from(Cursor start, int most) {
        return new EventQuery(filters, from, to, most, start.order(), Optional.of(start));
    }

    /** The value of a filter. */
    public Optional<String> filter(String name) {
        return Optional.ofNullable(filters.get(name));
    }
}

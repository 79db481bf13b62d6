package io.caregate.audit.read;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which entries of a realm an auditor asks for, and which page of them.
 *
 * @param filters values by the names below; an entry has all of them
 * @param from the earliest time, included
 * @param to the end of the time, excluded
 * @param limit the most entries of a page
 * @param cursor where the page before ended; its order is that of the query
 */
record EventQuery(
        Map<String, String> filters,
        Optional<Instant> from,
        Optional<Instant> to,
        int limit,
        Order order,
        Optional<Cursor> cursor) {

    static final String TYPE = "type";
    static final String ERROR = "error";
    static final String USER = "user";
    static final String CLIENT = "client";
    static final String IP = "ip";
    static final String TEXT = "text";

    /** The names of all filters. */
    static final List<String> FILTERS = List.of(TYPE, ERROR, USER, CLIENT, IP, TEXT);

    EventQuery {
        filters = Map.copyOf(filters);
    }

    /** The same query from there on. */
    EventQuery from(Cursor start) {
        return new EventQuery(filters, from, to, limit, start.order(), Optional.of(start));
    }

    /** The same query from there on, for so many entries. */
    EventQuery from(Cursor start, int most) {
        return new EventQuery(filters, from, to, most, start.order(), Optional.of(start));
    }

    /** The value of a filter. */
    Optional<String> filter(String name) {
        return Optional.ofNullable(filters.get(name));
    }
}

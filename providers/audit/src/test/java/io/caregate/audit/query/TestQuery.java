package io.caregate.audit.query;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Queries with the names that requests use. */
public final class TestQuery {
    private TestQuery() {}

    /** The query of these parameters, which have to be valid. */
    public static EventQuery of(Map<String, String> given) {
        Map<String, String> filters = new HashMap<>(given);
        filters.keySet().retainAll(EventQuery.FILTERS);
        return new EventQuery(
                filters,
                Optional.ofNullable(given.get("from")).map(Instant::parse),
                Optional.ofNullable(given.get("to")).map(Instant::parse),
                Integer.parseInt(given.getOrDefault("limit", "100")),
                Order.parse(given.getOrDefault("order", "desc")).orElseThrow(),
                Optional.ofNullable(given.get("cursor"))
                        .map(text -> Cursor.parse(text).orElseThrow()));
    }
}

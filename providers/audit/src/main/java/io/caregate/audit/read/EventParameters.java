package io.caregate.audit.read;

import io.caregate.audit.query.Cursor;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.Order;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a query for entries from the parameters of a request. */
final class EventParameters {
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String LIMIT = "limit";
    private static final String ORDER = "order";
    private static final String CURSOR = "cursor";
    private static final List<String> PARAMETERS = List.of(
            EventQuery.TYPE,
            EventQuery.ERROR,
            EventQuery.USER,
            EventQuery.CLIENT,
            EventQuery.IP,
            FROM,
            TO,
            EventQuery.TEXT,
            LIMIT,
            CURSOR,
            ORDER);
    private static final int DEFAULT_LIMIT = 100;
    private static final Pattern MILLIS = Pattern.compile("\\d{1,15}");

    private EventParameters() {}

    /** The query of these parameters. Throws for a parameter that is unknown, given twice, empty or not allowed. */
    static EventQuery parse(Map<String, List<String>> parameters) throws BadParameterException {
        Parameters known = Parameters.of(parameters, PARAMETERS);
        Map<String, String> given = known.all();
        Map<String, String> filters = new TreeMap<>(given);
        filters.keySet().retainAll(EventQuery.FILTERS);
        requireTypes(given.get(EventQuery.TYPE));
        Optional<Instant> from = instant(given, FROM);
        Optional<Instant> to = instant(given, TO);
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new BadParameterException(TO, "must be later than from");
        }
        Order order = order(given);
        return new EventQuery(filters, from, to, known.limit(LIMIT, DEFAULT_LIMIT), order, cursor(given, order));
    }

    private static void requireTypes(@Nullable String types) throws BadParameterException {
        if (types != null
                && Arrays.stream(types.split(",", -1)).map(String::strip).anyMatch(EventParameters::isNoType)) {
            throw new BadParameterException(
                    EventQuery.TYPE, "must be types, comma-separated, with ! before each that is to be left out");
        }
    }

    private static boolean isNoType(String type) {
        String name = type.startsWith("!") ? type.substring(1) : type;
        return name.isBlank() || name.contains("!");
    }

    private static Optional<Instant> instant(Map<String, String> given, String name) throws BadParameterException {
        String value = given.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    MILLIS.matcher(value).matches()
                            ? Instant.ofEpochMilli(Long.parseLong(value))
                            : millisOf(Instant.parse(value)));
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadParameterException(
                    name, "must be an instant such as 2026-01-31T08:15:00Z, or milliseconds since 1970");
        }
    }

    /** Ensures that the instant can be expressed in milliseconds: years of nine digits parse, but do not fit. */
    private static Instant millisOf(Instant instant) {
        return Instant.ofEpochMilli(instant.toEpochMilli());
    }

    private static Order order(Map<String, String> given) throws BadParameterException {
        String value = given.get(ORDER);
        if (value == null) {
            return Order.DESC;
        }
        return Order.parse(value).orElseThrow(() -> new BadParameterException(ORDER, "must be asc or desc"));
    }

    /** The place that an earlier answer in this order has named. */
    static Optional<Cursor> cursor(Map<String, String> given, Order order) throws BadParameterException {
        String value = given.get(CURSOR);
        if (value == null) {
            return Optional.empty();
        }
        Optional<Cursor> cursor = Cursor.parse(value).filter(parsed -> parsed.order() == order);
        if (cursor.isEmpty()) {
            throw new BadParameterException(
                    CURSOR, "must be the next of an earlier answer, with the same order as there");
        }
        return cursor;
    }
}

package io.caregate.audit.read;

import io.caregate.audit.query.Cursor;
import io.caregate.audit.query.Order;
import io.caregate.audit.query.Tail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query of a caller who follows the log. Without a cursor they begin at its end. */
record TailQuery(Optional<Long> after, int limit, Duration patience) {
    private static final int USUAL_LIMIT = 100;
    private static final long USUAL_SECONDS = 25;

    static TailQuery parse(Map<String, List<String>> given) throws BadParameterException {
        Parameters parameters = Parameters.of(given, List.of("cursor", "limit", "wait"));
        long seconds = parameters.number("wait").orElse(USUAL_SECONDS);
        if (seconds > Tail.MOST_SECONDS) {
            throw new BadParameterException("wait", "must be a number of seconds from 0 to " + Tail.MOST_SECONDS);
        }
        String text = parameters.all().get("cursor");
        Optional<Long> after = Optional.empty();
        if (text != null) {
            after = Cursor.parse(text)
                    .filter(cursor -> cursor.order() == Order.ASC)
                    .map(Cursor::seq);
            if (after.isEmpty()) {
                throw new BadParameterException("cursor", "must be the next of an earlier answer");
            }
        }
        return new TailQuery(after, parameters.limit("limit", USUAL_LIMIT), Duration.ofSeconds(seconds));
    }
}

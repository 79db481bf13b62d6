package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.UnreadableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * The time that a dossier is about. An entry belongs to it by the time that the entry itself says.
 *
 * @param from the first moment in it
 * @param to the first moment after it
 */
public record Period(Instant from, Instant to) {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("the period " + from + " to " + to + " has no time in it");
        }
    }

    /**
     * The period that two options give: days in UTC, both of which belong to it, or moments, of which the second does
     * not.
     */
    public static Period of(String from, String to) throws UnreadableException {
        Instant first = time("--from", from, 0);
        Instant end = time("--to", to, 1);
        if (!first.isBefore(end)) {
            throw new UnreadableException("--from " + from + " is not before --to " + to);
        }
        return new Period(first, end);
    }

    private static Instant time(String option, String value, int days) throws UnreadableException {
        try {
            return DAY.matcher(value).matches()
                    ? LocalDate.parse(value)
                            .plusDays(days)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(value);
        } catch (DateTimeException e) {
            throw new UnreadableException(
                    option + ": give a day in UTC such as 2026-10-31, or a time such as 2026-10-31T23:00:00Z", e);
        }
    }

    boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}

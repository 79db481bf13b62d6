package io.caregate.policy.reportmode;

import org.jspecify.annotations.Nullable;

/**
 * The number of times that something was seen that a rule would have refused.
 *
 * @param count how often
 * @param firstSeen milliseconds since 1970
 * @param lastSeen milliseconds since 1970
 * @param field the parameter that it concerned when it was last seen
 * @param value its value, escaped and truncated
 */
public record ViolationCount(
        long count,
        long firstSeen,
        long lastSeen,
        @Nullable String field,
        @Nullable String value) {
    /** The highest count. */
    static final long MOST_COUNT = 1_000_000_000_000_000L;
    /** The end of the year 9999, which every reader of JSON can show. */
    static final long MOST_TIME = 253_402_300_799_999L;

    /** The count as it is stored; values that this pack cannot have written become the nearest possible number. */
    static ViolationCount stored(
            long count, long firstSeen, long lastSeen, @Nullable String field, @Nullable String value) {
        return new ViolationCount(count(count), time(firstSeen), time(lastSeen), field, value);
    }

    /** The nearest possible count. */
    static long count(long stored) {
        return Math.max(0, Math.min(MOST_COUNT, stored));
    }

    private static long time(long stored) {
        return Math.max(0, Math.min(MOST_TIME, stored));
    }

    /** Seen once, with the value as it was given. */
    static ViolationCount once(long now, @Nullable String field, @Nullable String given) {
        return new ViolationCount(
                1,
                now,
                now,
                field == null ? null : DisplayText.of(field),
                given == null ? null : DisplayText.of(given));
    }

    /** The sum of both; field and value are those of the later one. */
    ViolationCount plus(ViolationCount other) {
        ViolationCount later = other.lastSeen >= lastSeen ? other : this;
        return new ViolationCount(
                count + other.count,
                Math.min(firstSeen, other.firstSeen),
                Math.max(lastSeen, other.lastSeen),
                later.field,
                later.value);
    }
}

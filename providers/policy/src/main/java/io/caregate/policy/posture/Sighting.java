package io.caregate.policy.posture;

import org.jspecify.annotations.Nullable;

/**
 * How often something was seen that a rule would have refused.
 *
 * @param count how often
 * @param firstSeen milliseconds since 1970
 * @param lastSeen milliseconds since 1970
 * @param field the parameter that it was about when it was seen last
 * @param value what stood there, escaped and cut
 */
record Sighting(
        long count,
        long firstSeen,
        long lastSeen,
        @Nullable String field,
        @Nullable String value) {
    /** No count gets beyond it. */
    static final long MOST_COUNT = 1_000_000_000_000_000L;
    /** The end of the year 9999, which every reader of JSON can show. */
    static final long MOST_TIME = 253_402_300_799_999L;

    /** As it is stored; what this pack cannot have written becomes the nearest number that it can have. */
    static Sighting stored(long count, long firstSeen, long lastSeen, @Nullable String field, @Nullable String value) {
        return new Sighting(count(count), time(firstSeen), time(lastSeen), field, value);
    }

    /** The nearest count that can be. */
    static long count(long stored) {
        return Math.max(0, Math.min(MOST_COUNT, stored));
    }

    private static long time(long stored) {
        return Math.max(0, Math.min(MOST_TIME, stored));
    }

    /** Seen once, with a value as it was given. */
    static Sighting once(long now, @Nullable String field, @Nullable String given) {
        return new Sighting(
                1, now, now, field == null ? null : Shown.of(field), given == null ? null : Shown.of(given));
    }

    /** Both together; field and value are those of the later one. */
    Sighting plus(Sighting other) {
        Sighting later = other.lastSeen >= lastSeen ? other : this;
        return new Sighting(
                count + other.count,
                Math.min(firstSeen, other.firstSeen),
                Math.max(lastSeen, other.lastSeen),
                later.field,
                later.value);
    }
}

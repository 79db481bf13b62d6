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

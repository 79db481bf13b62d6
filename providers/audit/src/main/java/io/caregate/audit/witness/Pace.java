package io.caregate.audit.witness;

import java.time.Duration;
import java.time.Instant;

/**
 * How often witnesses are asked, and how long they have.
 *
 * @param slot the length of a slot of time, of which one checkpoint is sent: the shortest time between two requests
 * @param deadline for a whole exchange
 */
record Pace(Duration slot, Duration deadline) {
    /** That of a server. */
    static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** The number of the slot of a time. */
    long slot(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), slot.toMillis());
    }
}

package io.caregate.audit.record;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes the ids of entries: UUIDs of version 7 (RFC 9562, section 5.7) that grow with every call, even within a
 * millisecond and when the clock is set back. So the ids of one node sort in the order of capture.
 */
public final class EntryIds {
    private static final int COUNTER_BITS = 12;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private long last;

    /** Takes the clock whose milliseconds go into the ids. */
    public EntryIds(InstantSource clock) {
        this.clock = clock;
    }

    /** The next id, greater than every id before it. */
    public String next() {
        long variantAndRandom = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        long timeAndCounter = tick();
        long timeVersionCounter = (timeAndCounter >>> COUNTER_BITS << 16) | 0x7000L | (timeAndCounter & 0xFFFL);
        return new UUID(timeVersionCounter, variantAndRandom).toString();
    }

    /** Milliseconds with a counter below them. A full counter overflows into the milliseconds (RFC 9562, 6.2). */
    private synchronized long tick() {
        last = Math.max(last + 1, clock.millis() << COUNTER_BITS);
        return last;
    }
}

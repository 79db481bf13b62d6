package io.caregate.portal.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Limits how often a user may make a call that costs as much as a new client, on this node: {@value #MOST} times
 * at once, and as often again within a minute. It keeps no user who has their full limit again. Thread-safe.
 */
public final class RateLimiter {
    static final int MOST = 120;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long EACH = MINUTE / MOST;

    private final LongSupplier nanos;
    /** The moment from which each user may call {@value #MOST} times at once. */
    private final Map<String, Long> full = new HashMap<>();

    private long swept;

    /** With a clock that never goes back, in nanoseconds from any starting point. */
    public RateLimiter(LongSupplier nanos) {
        this.nanos = nanos;
        this.swept = nanos.getAsLong();
    }

    /** Counts a call of this user. A call beyond the limit is not counted; the result is how long they must wait. */
    public synchronized Optional<Duration> count(String user) {
        long now = nanos.getAsLong();
        if (now - swept >= MINUTE) {
            full.values().removeIf(moment -> moment - now <= 0);
            swept = now;
        }
        long missing = Math.max(0, full.getOrDefault(user, now) - now);
        long wait = missing - (MOST - 1) * EACH;
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        full.put(user, now + missing + EACH);
        return Optional.empty();
    }

    /** The number of users that it keeps. */
    synchronized int size() {
        return full.size();
    }
}

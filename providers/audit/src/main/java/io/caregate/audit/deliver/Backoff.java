package io.caregate.audit.deliver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: 1 s after the first failure; then a random time from 1 s to a limit that
 * doubles from 2 s to 5 min, so that nodes and sinks that failed together do not all retry together.
 */
public final class Backoff {
    static final Duration LEAST = Duration.ofSeconds(1);
    static final Duration MOST = Duration.ofMinutes(5);
    /** A receiver's {@code Retry-After} holds entries back for at most this long. */
    static final Duration MOST_ASKED = Duration.ofHours(1);

    private static final int MAX_DOUBLINGS = 20;

    private final RandomGenerator random;

    /** Takes the source of the random pauses. */
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The pause after this number of failures in a row, at least 1. */
    public Duration after(int failures) {
        long limit = Math.min(MOST.toMillis(), LEAST.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
        long spread = limit - LEAST.toMillis();
        return LEAST.plusMillis(spread == 0 ? 0 : random.nextLong(spread + 1));
    }

    /** The pause that a receiver asked for, within reasonable limits. */
    public static Duration asked(Duration pause) {
        if (pause.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return pause.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : pause;
    }
}

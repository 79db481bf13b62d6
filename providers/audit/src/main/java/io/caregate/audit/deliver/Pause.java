package io.caregate.audit.deliver;

import java.time.Duration;

/** How long a worker rests before its next round, and whether news ends the rest. */
public record Pause(Duration length, boolean endsByNews) {
    /** No rest. */
    public static final Pause NONE = new Pause(Duration.ZERO, false);

    /** A rest of this length, unless there is news. */
    public static Pause untilNews(Duration most) {
        return new Pause(most, true);
    }

    /** A rest of this length. */
    public static Pause of(Duration length) {
        return new Pause(length, false);
    }
}

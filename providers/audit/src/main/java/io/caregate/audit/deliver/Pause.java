package io.caregate.audit.deliver;

import java.time.Duration;

/** How long a worker rests before its next round, and whether news ends the rest. */
record Pause(Duration length, boolean endsByNews) {
    static final Pause NONE = new Pause(Duration.ZERO, false);

    static Pause untilNews(Duration most) {
        return new Pause(most, true);
    }

    static Pause of(Duration length) {
        return new Pause(length, false);
    }
}

package io.caregate.audit.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a sink stands.
 *
 * @param lagEntries how many sealed entries it has not been given
 * @param lag how old the first of them is, by its own time
 * @param error why the last attempt failed, in plain words
 * @param since when the first attempt failed of those that have failed in a row
 */
public record SinkStatus(
        String id,
        State state,
        long lagEntries,
        Duration lag,
        Optional<String> error,
        Optional<Instant> since,
        Optional<Instant> nextTry) {

    /** What somebody who looks has to know first. */
    public enum State {
        /** It has everything, or is being given it. */
        DELIVERING,
        /** The last attempt failed and is repeated. */
        FAILING,
        /** So it is, and an operator has to set something right. */
        MISCONFIGURED,
        /** This node's options do not name it; its cursor is kept. */
        REMOVED
    }
}

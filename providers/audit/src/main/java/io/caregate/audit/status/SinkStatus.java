package io.caregate.audit.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a sink.
 *
 * @param lagEntries the number of sealed entries that it has not been given
 * @param lag the age of the first of them, by its own time
 * @param error the reason for the last failure, in plain words
 * @param since the time of the first of the failures in a row
 */
public record SinkStatus(
        String id,
        State state,
        long lagEntries,
        Duration lag,
        Optional<String> error,
        Optional<Instant> since,
        Optional<Instant> nextTry) {

    /** The first thing that an observer needs to know. */
    public enum State {
        /** It has everything, or is being given it. */
        DELIVERING,
        /** The last attempt failed and is repeated. */
        FAILING,
        /** The same, and the operator has to correct something. */
        MISCONFIGURED,
        /** This node's options do not name it; its cursor is kept. */
        REMOVED
    }
}

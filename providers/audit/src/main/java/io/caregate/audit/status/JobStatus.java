package io.caregate.audit.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a job stands, on whichever node it is done.
 *
 * @param sinceDone how long ago a round of it was done last
 * @param problem why it cannot be done, in plain words
 * @param repair what was found wrong last and put right
 * @param repaired when
 */
public record JobStatus(
        String name,
        State state,
        Optional<String> node,
        Optional<Duration> sinceDone,
        Optional<String> problem,
        Optional<String> repair,
        Optional<Instant> repaired) {

    /** What somebody who looks has to know first. */
    public enum State {
        /** A round was done a moment ago. */
        RUNNING,
        /** The last round failed. */
        FAILING,
        /** No node has done a round for so long that none can be at it, whatever the leases say. */
        STALLED
    }
}

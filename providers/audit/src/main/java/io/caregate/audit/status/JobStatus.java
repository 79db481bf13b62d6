package io.caregate.audit.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a job, whichever node does it.
 *
 * @param sinceDone the time since a round of it was last done
 * @param problem the reason why it cannot be done, in plain words
 * @param repair the last fault that was repaired
 * @param repaired the time of the repair
 */
public record JobStatus(
        String name,
        State state,
        Optional<String> node,
        Optional<Duration> sinceDone,
        Optional<String> problem,
        Optional<String> repair,
        Optional<Instant> repaired) {

    /** The first thing that an observer needs to know. */
    public enum State {
        /** A round was done a moment ago. */
        RUNNING,
        /** The last round failed. */
        FAILING,
        /** No node has done a round for so long that none can be doing one, whatever the leases say. */
        STALLED
    }
}

package io.caregate.audit.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of the log at a point in time.
 *
 * @param sealed the number of the last entry
 * @param checkpointAge the age of the newest checkpoint, if there is one
 * @param damaged the number of places where the log differs from what was sealed, in all realms
 */
public record LogStatus(
        Instant time,
        long sealed,
        Waiting waiting,
        Optional<Duration> checkpointAge,
        long damaged,
        CheckStatus check,
        List<JobStatus> jobs,
        List<SinkStatus> sinks) {
    public LogStatus {
        jobs = List.copyOf(jobs);
        sinks = List.copyOf(sinks);
    }

    /**
     * The captured entries that have no number yet.
     *
     * @param entries how many are in the database; not counted beyond {@link LogStatusQuery#MOST_COUNTED}
     * @param oldest the age of the oldest of them
     * @param spillBytes the bytes in this node's spill files, and in those of processes that are gone
     */
    public record Waiting(long entries, Duration oldest, long spillBytes) {}
}

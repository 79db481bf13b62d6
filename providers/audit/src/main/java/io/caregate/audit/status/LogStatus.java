package io.caregate.audit.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the log stood at a time.
 *
 * @param sealed the number of the last entry
 * @param waiting how many captured entries have no number yet; not counted beyond {@link LogStatusQuery#MOST_COUNTED}
 * @param oldestWaiting how old the oldest of them is
 * @param checkpointAge how old the newest checkpoint is, if there is one
 * @param damaged in how many places the log is not what was sealed, of all realms
 * @param spillBytes what waits in this node's spill files, and in those of processes that are gone
 */
public record LogStatus(
        Instant time,
        long sealed,
        long waiting,
        Duration oldestWaiting,
        Optional<Duration> checkpointAge,
        long spillBytes,
        long damaged,
        CheckStatus check,
        List<JobStatus> jobs,
        List<SinkStatus> sinks) {
    public LogStatus {
        jobs = List.copyOf(jobs);
        sinks = List.copyOf(sinks);
    }
}

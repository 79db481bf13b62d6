package io.caregate.audit.deliver;

import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.record.Tables;
import java.time.Duration;
import java.util.Optional;

/**
 * What the jobs of a node share with its other rooms.
 *
 * @param board where they say how they stand
 * @param suspects what was read and did not agree
 * @param secret what proves cursors, which is not in the database; nothing without a signing key
 * @param betweenChecks how long the check of the log rests between two rounds at least
 */
public record Upkeep(JobBoard board, Suspects suspects, Optional<byte[]> secret, Duration betweenChecks) {
    /** How long it rests usually. */
    public static final Duration BETWEEN_CHECKS = Duration.ofSeconds(30);

    /** Of a node that does nothing but deliver, and signs nothing. */
    public static Upkeep of(Tables tables, String node) {
        return new Upkeep(new JobBoard(tables, node), new Suspects(), Optional.empty(), BETWEEN_CHECKS);
    }
}

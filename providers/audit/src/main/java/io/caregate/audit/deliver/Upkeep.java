package io.caregate.audit.deliver;

import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.record.Tables;
import java.time.Duration;
import java.util.Optional;

/**
 * The objects that the jobs of a node share with its other packages.
 *
 * @param board where the jobs report their state
 * @param suspects entries that were read and did not agree
 * @param secret the key that proves cursors, which is not in the database; empty without a signing key
 * @param betweenChecks the shortest rest of the log's check between two rounds
 */
public record Upkeep(JobBoard board, Suspects suspects, Optional<byte[]> secret, Duration betweenChecks) {
    /** The usual rest. */
    public static final Duration BETWEEN_CHECKS = Duration.ofSeconds(30);

    /** For a node that only delivers, and signs nothing. */
    public static Upkeep of(Tables tables, String node) {
        return new Upkeep(new JobBoard(tables, node), new Suspects(), Optional.empty(), BETWEEN_CHECKS);
    }
}

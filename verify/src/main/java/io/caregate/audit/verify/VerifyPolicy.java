package io.caregate.audit.verify;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The verifier's tolerances.
 *
 * @param timeTolerance how far an entry's time may lie before that of an earlier entry without a notice, and how much
 *     later a checkpoint may be signed than one of a larger size
 * @param strictTime whether more than that is an error; otherwise it is a notice, since a clock may have been set back
 *     and entries from an outage of the database come late
 * @param exportedAt the time when the export was made, as its reader knows it: checkpoints that were signed later are
 *     left out. All that were signed up to then show whether the log was cut off. If null, all checkpoints do
 * @param unprovedEnd whether entries after the last checkpoint are a notice; otherwise they are an error
 */
public record VerifyPolicy(
        Duration timeTolerance,
        boolean strictTime,
        @Nullable Instant exportedAt,
        boolean unprovedEnd) {
    /** The default of the command line. */
    public static final VerifyPolicy DEFAULT = new VerifyPolicy(Duration.ofMinutes(5), false, null, false);
}

package io.caregate.audit.verify;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the verifier lets pass.
 *
 * @param timeTolerance how far an entry's time may lie before that of an earlier entry without a notice, and how
 *     much later than one of a larger size a checkpoint may be signed
 * @param strictTime whether more than that is wrong; else it is a notice, since a clock may have been set back and
 *     entries of a database's outage come late
 * @param exportedAt when the export was made, as its reader knows it: checkpoints that were signed later are left out.
 *     All that were signed by then show whether the log was cut off. Null: all checkpoints do
 * @param unprovedEnd whether entries behind the last checkpoint are a notice; else they are wrong
 */
public record VerifyPolicy(
        Duration timeTolerance,
        boolean strictTime,
        @Nullable Instant exportedAt,
        boolean unprovedEnd) {
    /** What the command line does when it is not told otherwise. */
    public static final VerifyPolicy DEFAULT = new VerifyPolicy(Duration.ofMinutes(5), false, null, false);
}

package io.caregate.audit.verify;

import java.time.Duration;

/**
 * What the verifier lets pass.
 *
 * @param timeTolerance how far an entry's time may lie before that of an earlier entry without a notice
 * @param strictTime whether more than that is wrong; else it is a notice, since a clock may have been set back and entries
 *     of a database's outage come late
 * @param olderExport whether checkpoints that were signed after the export was made are left out; else they show that the
 *     log was cut off or set back
 */
public record Leniency(Duration timeTolerance, boolean strictTime, boolean olderExport) {
    /** What the command line does when it is not told otherwise. */
    public static final Leniency DEFAULT = new Leniency(Duration.ofMinutes(5), false, false);
}

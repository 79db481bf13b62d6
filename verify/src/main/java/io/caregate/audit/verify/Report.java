package io.caregate.audit.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a verification has found.
 *
 * @param entries how many entries were read
 * @param opened how many of them came with their payload; of the others only the hash was there
 * @param checkpoints how many signed checkpoints were compared with the tree and held
 * @param held up to which entry the log is proved
 * @param time when the last checkpoint that held was signed
 * @param wrong the first thing that is wrong
 * @param notices what somebody should know although nothing is wrong with it
 */
public record Report(
        long entries,
        long opened,
        long checkpoints,
        long held,
        Optional<Instant> time,
        Optional<Finding> wrong,
        List<Finding> notices) {
    public Report {
        notices = List.copyOf(notices);
    }

    /** Whether nothing is wrong. */
    public boolean isGood() {
        return wrong.isEmpty();
    }
}

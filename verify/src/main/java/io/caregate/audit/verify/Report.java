package io.caregate.audit.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a verification has found.
 *
 * @param proved what is proved, in full, as a sentence without a stop; of no worth unless nothing is wrong
 * @param entries how many entries were read
 * @param opened how many of them came with their payload; of the others only the hash was there
 * @param checkpoints how many signed checkpoints were compared with the tree and held
 * @param held up to which entry the log is proved
 * @param time when the last checkpoint that held was signed
 * @param findings the first things that are wrong, at most {@value Findings#SHOWN}
 * @param count how many things are wrong
 * @param notices what a reader should know although nothing is wrong with it
 */
public record Report(
        String proved,
        long entries,
        long opened,
        long checkpoints,
        long held,
        Optional<Instant> time,
        List<Finding> findings,
        long count,
        List<Finding> notices) {
    public Report {
        findings = List.copyOf(findings);
        notices = List.copyOf(notices);
    }

    /** The first thing that is wrong. */
    public Optional<Finding> wrong() {
        return findings.stream().findFirst();
    }

    /** Whether nothing is wrong. */
    public boolean isGood() {
        return count == 0;
    }
}

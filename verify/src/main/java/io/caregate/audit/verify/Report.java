package io.caregate.audit.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verification has found.
 *
 * @param proved what is proved, in full, as a sentence without a stop; of no worth unless nothing is wrong
 * @param entries how many entries were read
 * @param opened how many of them came with their payload; of the others only the hash was there
 * @param openedHeld how many of the open ones stand up to {@code held}, when nothing is wrong
 * @param checkpoints how many signed checkpoints were compared with the tree and held
 * @param held up to which entry the log is proved, which is before the first entry that is wrong
 * @param isWhole whether no entry is behind that
 * @param time when the checkpoint of that size was signed, if there is one
 * @param realm of which realm the file is
 * @param findings the first things that are wrong, at most {@value Findings#SHOWN}
 * @param count how many things are wrong
 * @param notices what a reader should know although nothing is wrong with it
 */
public record Report(
        String proved,
        long entries,
        long opened,
        long openedHeld,
        long checkpoints,
        long held,
        boolean isWhole,
        Optional<Instant> time,
        Realm realm,
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

    /**
     * Of which realm a file is.
     *
     * @param id the realm's id: that of the export's header, or of the entry; null in a file of every realm
     * @param isShown whether an open entry says so too; else it is the word of the file alone
     * @param names the names that open entries give their realm, at most {@value #NAMES}
     */
    public record Realm(@Nullable String id, boolean isShown, List<String> names) {
        /** How many names are kept. */
        public static final int NAMES = 20;

        /** Of a file that tells of none. */
        public static final Realm NONE = new Realm(null, false, List.of());

        public Realm {
            names = List.copyOf(names);
        }
    }
}

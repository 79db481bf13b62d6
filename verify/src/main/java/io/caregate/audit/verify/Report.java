package io.caregate.audit.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a verification.
 *
 * @param proved what is proved, in full, as a sentence without a stop; worthless unless nothing is wrong
 * @param entries the number of entries that were read
 * @param opened the number of those that came with their payload; the others had only their hash
 * @param openedHeld the number of open ones up to {@code held}, if nothing is wrong
 * @param checkpoints the number of signed checkpoints that were compared with the tree and matched
 * @param held the last entry up to which the log is proved, which is before the first wrong one
 * @param isWhole whether no entry comes after that one
 * @param time the time when the checkpoint of that size was signed, if there is one
 * @param realm the realm that the file belongs to
 * @param findings the first errors, at most {@value Findings#SHOWN}
 * @param count the number of errors
 * @param notices facts that a reader should know although they are not errors
 * @param end the tree of all entries in their places, with which a later file can be verified if nothing is wrong here
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
        List<Finding> notices,
        Beginning end) {
    public Report {
        findings = List.copyOf(findings);
        notices = List.copyOf(notices);
    }

    /** The first error. */
    public Optional<Finding> wrong() {
        return findings.stream().findFirst();
    }

    /** Whether there is no error. */
    public boolean isGood() {
        return count == 0;
    }

    /**
     * The realm that a file belongs to.
     *
     * @param id the realm's id: that of the export's header, or of the entry; null in a file of every realm
     * @param isShown whether an open entry says so too; otherwise only the file itself claims it
     * @param names the names that open entries give their realm, at most {@value #NAMES}
     */
    public record Realm(@Nullable String id, boolean isShown, List<String> names) {
        /** The number of names that are kept. */
        public static final int NAMES = 20;

        /** For a file that names no realm. */
        public static final Realm NONE = new Realm(null, false, List.of());

        public Realm {
            names = List.copyOf(names);
        }
    }
}

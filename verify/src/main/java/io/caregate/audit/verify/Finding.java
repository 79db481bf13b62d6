package io.caregate.audit.verify;

/**
 * Something that is wrong, or that somebody should know.
 *
 * @param first the number of the first entry that is wrong, 0 when no entry is
 * @param last the last entry among which the first wrong one is; {@code first} when it is exactly that one
 */
public record Finding(Kind kind, long first, long last, String text) {

    static Finding at(Kind kind, long seq, String text) {
        return new Finding(kind, seq, seq, text);
    }

    static Finding of(Kind kind, String text) {
        return new Finding(kind, 0, 0, text);
    }

    /** What is found. */
    public enum Kind {
        /** A checkpoint that no known key has signed. */
        UNKNOWN_SIGNER(true),
        /** A checkpoint with a signature that is not what it claims to be. */
        FORGED_SIGNATURE(true),
        /** A checkpoint of a log of another name. */
        OTHER_ORIGIN(true),
        /** Two checkpoints of one size with different roots, or a proof between two that does not hold. */
        FORK(true),
        /** A line that is no entry. */
        MALFORMED(true),
        /** An entry whose number does not follow the one before. */
        GAP(true),
        /** An entry that is not what its own hash says. */
        EDITED(true),
        /** Entries that are not what a signed checkpoint says. */
        OTHER_TREE(true),
        /** Entries are missing at the end that a signed checkpoint knows. */
        CUT_OFF(true),
        /** An entry is of another realm than the export. */
        OTHER_REALM(true),
        /** Time goes back from an entry to a later one, by more than is allowed. */
        TIME_BACK(false),
        /** Entries after the last checkpoint, about which nothing can be said. */
        NOT_COVERED(false),
        /** A checkpoint that was signed after the export was made. */
        NEWER_CHECKPOINT(false);

        private final boolean wrong;

        Kind(boolean wrong) {
            this.wrong = wrong;
        }

        /** Whether this means that the log was tampered with, or that it cannot be told. */
        public boolean isWrong() {
            return wrong;
        }
    }
}

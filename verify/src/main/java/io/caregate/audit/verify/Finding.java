package io.caregate.audit.verify;

/**
 * Something that is wrong, or that a reader should know. The text repeats nothing that the file says about itself but
 * numbers, times, and the name of the log.
 *
 * @param first the number of the first entry that is wrong, 0 when no entry is
 * @param last the last entry among which the first wrong one is; {@code first} when it is exactly that one
 */
public record Finding(Kind kind, long first, long last, String text) {
    public Finding {
        text = Printable.of(text);
    }

    static Finding at(Kind kind, long seq, String text) {
        return new Finding(kind, seq, seq, text);
    }

    static Finding of(Kind kind, String text) {
        return new Finding(kind, 0, 0, text);
    }

    /** What is found. */
    public enum Kind {
        /** A checkpoint that no known key has signed. */
        UNKNOWN_SIGNER,
        /** A checkpoint with a signature that is not what it claims to be. */
        FORGED_SIGNATURE,
        /** A checkpoint of a log of another name. */
        OTHER_ORIGIN,
        /** Two checkpoints of one size with different roots. */
        FORK,
        /** A checkpoint of a smaller size that was signed later than one of a larger size. */
        SET_BACK,
        /** A proof of the file that does not lead to its checkpoint. */
        BAD_PROOF,
        /** A line, an entry's text or a checkpoint that is outside of the grammar. */
        MALFORMED,
        /** An entry whose number does not follow the one before. */
        GAP,
        /** An entry that is not what its own hash says. */
        EDITED,
        /** What the answer shows as the entry is not what was sealed. */
        OTHER_ENTRY,
        /** Entries that are not what a signed checkpoint says. */
        OTHER_TREE,
        /** Entries are missing at the end that a signed checkpoint knows. */
        CUT_OFF,
        /** An entry is of another realm than the export says, or the file of another than was asked for. */
        OTHER_REALM,
        /** The newest checkpoint in the file was signed long before the file is said to have been made. */
        STALE,
        /** The newest checkpoint in the file was signed after the file is said to have been made. */
        TOO_NEW,
        /** Time goes back from an entry to a later one, by more than is allowed. A notice, unless time is strict. */
        TIME_BACK,
        /** Entries that no checkpoint proves. A notice where an unproved end is allowed, and it is short. */
        NOT_COVERED,
        /** A checkpoint that was signed after the export was made. Always a notice. */
        NEWER_CHECKPOINT,
        /** No checkpoint was used that had been kept elsewhere. Always a notice. */
        NONE_KEPT
    }
}

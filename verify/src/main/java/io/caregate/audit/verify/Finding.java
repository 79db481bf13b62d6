package io.caregate.audit.verify;

/**
 * An error, or a fact that a reader should know. Of the file's statements about itself, the text repeats only numbers,
 * times, and the name of the log.
 *
 * @param first the number of the first wrong entry; 0 if no entry is wrong
 * @param last the last entry of the range that contains the first wrong one; equal to {@code first} if it is exactly
 *     that one
 */
public record Finding(Kind kind, long first, long last, String text) {
    public Finding {
        text = Printable.of(text);
    }

    static Finding at(Kind kind, long seq, String text) {
        return new Finding(kind, seq, seq, text);
    }

    /** A finding that names no entry. */
    public static Finding of(Kind kind, String text) {
        return new Finding(kind, 0, 0, text);
    }

    /** The kind of a finding. */
    public enum Kind {
        /** A checkpoint, or the manifest of a dossier, that no known key has signed. */
        UNKNOWN_SIGNER,
        /** A checkpoint, or the manifest of a dossier, with a signature that is not what it claims to be. */
        FORGED_SIGNATURE,
        /** A checkpoint of a log with another name. */
        OTHER_ORIGIN,
        /** Two checkpoints with the same size and different roots. */
        FORK,
        /** A checkpoint of a smaller size that was signed later than one of a larger size. */
        SET_BACK,
        /** A proof in the file that does not lead to its checkpoint. */
        BAD_PROOF,
        /** A line, an entry's text or a checkpoint that does not follow the grammar. */
        MALFORMED,
        /** An entry whose number does not follow the previous one. */
        GAP,
        /** An entry that does not match its own hash. */
        EDITED,
        /** The answer shows an entry that differs from the sealed one. */
        OTHER_ENTRY,
        /** Entries that differ from what a signed checkpoint says. */
        OTHER_TREE,
        /** A signed checkpoint covers entries that are missing at the end. */
        CUT_OFF,
        /** A file of a dossier is missing, is not in the manifest, or is not what the manifest and the others say. */
        OTHER_FILE,
        /** The entries of a dossier do not begin and end where its period does. */
        OTHER_PERIOD,
        /** The cover of a dossier does not say what its other files say. */
        OTHER_COVER,
        /** An entry belongs to another realm than the export says, or the file to another than was asked for. */
        OTHER_REALM,
        /**
         * The newest checkpoint in the file was signed long before the time at which the file is said to have been
         * made.
         */
        STALE,
        /** The newest checkpoint in the file was signed after the time at which the file is said to have been made. */
        TOO_NEW,
        /** Time goes back from an entry to a later one, by more than is allowed. A notice, unless time is strict. */
        TIME_BACK,
        /** Entries that no checkpoint proves. A notice if an unproved end is allowed and this one is short. */
        NOT_COVERED,
        /** A checkpoint that was signed after the export was made. Always a notice. */
        NEWER_CHECKPOINT,
        /** No checkpoint was used that had been kept outside the log. Always a notice. */
        NONE_KEPT,
        /** A record in a SIEM that says something else than the proved entry. */
        SIEM_CHANGED,
        /** A record in a SIEM that the log does not have. */
        SIEM_UNKNOWN,
        /** A line of a SIEM's export that is no record of a log. */
        SIEM_UNREADABLE,
        /** Entries of the log that a SIEM lacks. */
        SIEM_LACKS
    }
}

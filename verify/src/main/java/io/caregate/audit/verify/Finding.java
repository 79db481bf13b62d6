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
        text = printable(text);
    }

    /** A terminal shows what it holds: names of files and of logs are chosen by others. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
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
        /** Two checkpoints of one size with different roots, or a proof between two that does not hold. */
        FORK,
        /** A line, an entry's text or a checkpoint that is outside of the grammar. */
        MALFORMED,
        /** An entry whose number does not follow the one before. */
        GAP,
        /** An entry that is not what its own hash says, or a proof that does not lead to its checkpoint. */
        EDITED,
        /** What the answer shows as the entry is not what was sealed. */
        OTHER_ENTRY,
        /** Entries that are not what a signed checkpoint says. */
        OTHER_TREE,
        /** Entries are missing at the end that a signed checkpoint knows. */
        CUT_OFF,
        /** An entry is of another realm than the export says. */
        OTHER_REALM,
        /** Time goes back from an entry to a later one, by more than is allowed. A notice, unless time is strict. */
        TIME_BACK,
        /** Entries behind the last checkpoint, which nothing proves. A notice where an unproved end is allowed. */
        NOT_COVERED,
        /** A checkpoint that was signed after the export was made. Always a notice. */
        NEWER_CHECKPOINT,
        /** No checkpoint was given that had been kept elsewhere. Always a notice. */
        NONE_KEPT
    }
}

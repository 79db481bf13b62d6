package io.caregate.audit.integrity;

import java.util.List;

/** Rows of the tree are missing or are not hashes: they were not changed by the sealer. */
public final class DamagedTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedTreeException(String message) {
        super(message);
    }

    /** An entry whose parts disagree with what was sealed. */
    public static DamagedTreeException ofEntry(long seq, List<String> disagreeing) {
        return new DamagedTreeException(
                "CAREGATE_AUDIT_LOG SEQ=" + seq + " is not what was sealed: " + String.join(",", disagreeing));
    }
}

package io.caregate.audit.integrity;

/** Rows of the tree are missing or are not hashes: they were not changed by the sealer. */
public final class DamagedTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedTreeException(String message) {
        super(message);
    }
}

package io.caregate.audit.integrity;

/** Rows of the tree are missing or no hashes: somebody other than the sealer has been at them. */
public final class DamagedTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedTreeException(String message) {
        super(message);
    }
}

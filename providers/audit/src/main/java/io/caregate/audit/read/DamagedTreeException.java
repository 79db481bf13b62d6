package io.caregate.audit.read;

/** Rows of the tree are missing or no hashes: somebody other than the sealer has been at them. */
final class DamagedTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedTreeException(String message) {
        super(message);
    }
}

package io.caregate.audit.verify.archive;

/** Another run works on the folder. */
public final class LockedException extends Exception {
    private static final long serialVersionUID = 1L;

    LockedException(String message) {
        super(message);
    }
}

package io.caregate.check.source;

/** A file that cannot be read, with what to do about it. */
public final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** One sentence that names the file. */
    public UnreadableException(String message) {
        super(message);
    }
}

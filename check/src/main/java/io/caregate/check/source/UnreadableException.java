package io.caregate.check.source;

/** A file that cannot be read, with advice on what to do. */
public final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** One sentence that names the file. */
    public UnreadableException(String message) {
        super(message);
    }
}

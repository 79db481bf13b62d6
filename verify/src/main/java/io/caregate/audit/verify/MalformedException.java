package io.caregate.audit.verify;

/** A piece of a file does not follow the grammar. The message describes the error and repeats nothing of the file. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}

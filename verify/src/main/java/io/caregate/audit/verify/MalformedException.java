package io.caregate.audit.verify;

/** A piece of a file does not follow the grammar. The message describes the error and repeats nothing of the file. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        super(message);
    }
}

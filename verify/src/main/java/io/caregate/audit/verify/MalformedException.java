package io.caregate.audit.verify;

/** A piece of a file is outside of the grammar; the message says what is wrong with it and repeats nothing of it. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        super(message);
    }
}

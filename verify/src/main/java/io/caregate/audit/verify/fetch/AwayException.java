package io.caregate.audit.verify.fetch;

/** The server does not answer, or is too busy to. Trying again later may help. */
public final class AwayException extends Exception {
    private static final long serialVersionUID = 1L;

    public AwayException(String message) {
        super(message);
    }

    AwayException(String message, Throwable cause) {
        super(message, cause);
    }
}

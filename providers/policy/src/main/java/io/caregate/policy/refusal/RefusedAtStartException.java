package io.caregate.policy.refusal;

/** A refusal where there is no request to answer: it stops the start of the server. */
public final class RefusedAtStartException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public RefusedAtStartException(String message) {
        super(message);
    }
}

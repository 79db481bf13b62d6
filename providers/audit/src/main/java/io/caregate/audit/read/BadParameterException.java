package io.caregate.audit.read;

/** A query parameter that cannot be understood. The message names it and says which values are allowed. */
final class BadParameterException extends Exception {
    private static final long serialVersionUID = 1L;

    BadParameterException(String parameter, String allowed) {
        super("Parameter " + parameter + ": " + allowed);
    }
}

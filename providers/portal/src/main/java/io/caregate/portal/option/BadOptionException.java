package io.caregate.portal.option;

/** An option that cannot be obeyed. Thrown while providers are initialised, it stops the start of the server. */
public final class BadOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    BadOptionException(String option, String value, String allowed) {
        super("Caregate cannot start: option " + option + " is \"" + value + "\"; allowed: " + allowed);
    }
}

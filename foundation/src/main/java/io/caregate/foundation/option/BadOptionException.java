package io.caregate.foundation.option;

import io.caregate.foundation.log.OneLine;
import java.util.Optional;
import org.keycloak.ServerStartupError;

/**
 * An option that cannot be applied. If it is thrown while providers are initialised, the server does not start. The
 * message is one sentence: the option's full name, the value given, what it must be, and what to do.
 */
public final class BadOptionException extends ServerStartupError {

    private static final long serialVersionUID = 1L;

    BadOptionException(String option, Optional<String> given, String allowed, String remedy) {
        super(
                option + given.map(value -> " is \"" + shown(value) + '"').orElse(" is not set") + ", but must be "
                        + allowed + ": " + remedy + ".",
                false);
    }

    /** Secrets are never options, but a URL may wrongly contain one, with any character in it. */
    private static String shown(String value) {
        return OneLine.of(value.replaceFirst("//.*@", "//…@"));
    }
}

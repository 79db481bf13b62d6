package io.caregate.audit.record;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of a name that somebody typed and that belongs to no user. People type passwords into the name field, so
 * it is not kept as it is unless the operator says so.
 */
public enum UnknownUsernames {
    /** A keyed hash: the same name can be found again, the name cannot be read. */
    HASH,
    /** The name as typed. */
    CLEAR,
    /** Nothing. */
    DROP;

    /** The value as an operator writes it, or nothing for any other text. */
    public static Optional<UnknownUsernames> parse(String value) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(value.trim()))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

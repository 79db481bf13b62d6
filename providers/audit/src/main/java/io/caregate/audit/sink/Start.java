package io.caregate.audit.sink;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a sink begins that was never delivered to before. */
public enum Start {
    /** At the log's first entry. */
    OLDEST,
    /** After the entries that are sealed when it is first seen. */
    NOW;

    /** The start that an operator calls so. */
    public static Optional<Start> of(String name) {
        return Arrays.stream(values())
                .filter(start -> start.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

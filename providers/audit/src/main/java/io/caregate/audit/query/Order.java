package io.caregate.audit.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which order entries are answered. */
public enum Order {
    /** Newest first, what has no number yet before all that has: for looking. */
    DESC,
    /** By number: for following, since what comes later has a greater one. */
    ASC;

    /** The order that a request calls so. */
    public static Optional<Order> parse(String text) {
        return Arrays.stream(values())
                .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}

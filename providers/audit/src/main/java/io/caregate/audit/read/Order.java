package io.caregate.audit.read;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which order entries are answered. */
enum Order {
    /** Newest first, what has no number yet before all that has: for looking. */
    DESC,
    /** By number: for following, since what comes later has a greater one. */
    ASC;

    static Optional<Order> parse(String text) {
        return Arrays.stream(values())
                .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}

package io.caregate.audit.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The order of entries in an answer. */
public enum Order {
    /** Newest first, with entries that have no number yet before all others: for browsing. */
    DESC,
    /** By number: for following, since later entries have greater numbers. */
    ASC;

    /** The order with this name in a request. */
    public static Optional<Order> parse(String text) {
        return Arrays.stream(values())
                .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}

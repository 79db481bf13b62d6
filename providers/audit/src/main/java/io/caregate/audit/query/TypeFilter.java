package io.caregate.audit.query;

import java.util.Arrays;
import java.util.List;

/**
 * The types of entries that a query asks for: {@code A,B} is either of them, {@code !A,!B} neither.
 *
 * @param any the types of which an entry has one; empty for all
 * @param none the types that no entry has
 */
record TypeFilter(List<String> any, List<String> none) {
    private static final String NOT = "!";

    TypeFilter {
        any = List.copyOf(any);
        none = List.copyOf(none);
    }

    static TypeFilter parse(String text) {
        List<String> types = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .distinct()
                .toList();
        return new TypeFilter(
                types.stream().filter(type -> !type.startsWith(NOT)).toList(),
                types.stream()
                        .filter(type -> type.startsWith(NOT))
                        .map(type -> type.substring(NOT.length()))
                        .toList());
    }
}

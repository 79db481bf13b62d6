package io.caregate.audit.verify.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The program's arguments, and whether all of them arrived intact. */
final class Arguments {
    private static final String JSON = "--json";

    private Arguments() {}

    /**
     * The reason why an argument differs from the typed text, if one does: a character that the locale's encoding
     * cannot carry arrives as a replacement or, in ASCII, as a question mark.
     */
    static Optional<String> lost(String encoding, String... arguments) {
        boolean carriesAll = isUtf8(encoding);
        boolean lost = Arrays.stream(arguments)
                .anyMatch(each -> each.indexOf('\uFFFD') >= 0 || (!carriesAll && each.indexOf('?') >= 0));
        return lost
                ? Optional.of("an argument has characters that the locale does not carry (" + encoding
                        + "): set LC_ALL=C.UTF-8 and start again")
                : Optional.empty();
    }

    private static boolean isUtf8(String encoding) {
        try {
            return Charset.forName(encoding).equals(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether to answer with one JSON object. */
    static boolean wantJson(String... arguments) {
        return List.of(arguments).contains(JSON);
    }

    /** Whether standard output is for entries only. */
    static boolean filter(String... arguments) {
        return Arrays.stream(arguments).anyMatch(each -> Filters.NAMES.stream()
                .anyMatch(name -> each.equals(name) || each.startsWith(name + "=")));
    }
}

package io.caregate.auditlog.entry;

import java.util.Locale;

/** Text for a database that accepts only ASCII. */
final class Ascii {
    private static final int LAST = 0x7E;

    private Ascii() {}

    /** The text with a question mark for every character (code point) that is not printable ASCII. */
    static String withMarks(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }

    /** Whether all of the text is ASCII. */
    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c <= LAST);
    }

    /** The same JSON with every UTF-16 code unit beyond ASCII escaped. */
    static String withEscapes(String json) {
        StringBuilder ascii = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c <= LAST) {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }
}

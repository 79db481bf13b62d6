package io.caregate.auditlog.entry;

/**
 * Makes text that an attacker may have typed safe to store and to show. Control characters, line and paragraph
 * separators, bidirectional controls, noncharacters and lone surrogates become U+FFFD. Everything else stays as it is.
 * A NUL would make PostgreSQL refuse the row, a line break would forge a second line, and a lone surrogate has no UTF-8
 * form to hash.
 */
public final class TextSanitizer {
    private static final char REPLACEMENT = '\uFFFD';

    private TextSanitizer() {}

    /** The text, with each character that must not be stored replaced. The same text if there is no such character. */
    public static String of(String text) {
        int first = 0;
        while (first < text.length() && isClean(text, first)) {
            first += Character.charCount(text.codePointAt(first));
        }
        if (first >= text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (isClean(text, i)) {
                clean.appendCodePoint(codePoint);
            } else {
                clean.append(REPLACEMENT);
            }
            i += Character.charCount(codePoint);
        }
        return clean.toString();
    }

    private static boolean isClean(String text, int index) {
        int codePoint = text.codePointAt(index);
        if (codePoint >= ' ' && codePoint <= '~') {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> !isBidirectionalControl(codePoint);
            default -> !isNoncharacter(codePoint);
        };
    }

    /** Unicode Standard Annex 9, section 2: marks, embeddings, overrides and isolates. */
    private static boolean isBidirectionalControl(int codePoint) {
        return codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint >= 0xFDD0 && codePoint <= 0xFDEF) || (codePoint & 0xFFFE) == 0xFFFE;
    }
}

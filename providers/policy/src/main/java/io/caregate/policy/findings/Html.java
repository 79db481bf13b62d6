package io.caregate.policy.findings;

/** Text that is safe in an HTML page, in an element or in a quoted attribute. */
final class Html {

    private Html() {}

    /**
     * Escapes the characters that have a meaning in HTML. Characters that are invisible, or that reverse the text
     * around them, are written as their code points.
     */
    static String text(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(html, c));
        return html.toString();
    }

    private static void append(StringBuilder html, int c) {
        switch (c) {
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '&' -> html.append("&amp;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            default -> {
                if (isInvisible(c)) {
                    html.append(String.format("&lt;U+%04X&gt;", c));
                } else {
                    html.appendCodePoint(c);
                }
            }
        }
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}

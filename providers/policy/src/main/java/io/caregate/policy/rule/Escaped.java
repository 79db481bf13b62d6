package io.caregate.policy.rule;

/** Text from outside, made fit to be shown: printable ASCII only, cut to a length. */
public final class Escaped {

    private Escaped() {}

    /**
     * Answers the first {@code most} characters of {@code text}, with everything that an OAuth error description may
     * not have (RFC 6749 section 5.2: outside printable ASCII, the double quote, the backslash) written as its code
     * point, such as {@code <U+000A>}.
     */
    public static String printable(String text, int most) {
        int length = Math.min(text.length(), most);
        StringBuilder shown = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                shown.append(c);
            } else {
                shown.append(String.format("<U+%04X>", (int) c));
            }
        }
        return shown.toString();
    }
}

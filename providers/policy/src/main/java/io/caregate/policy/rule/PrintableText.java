package io.caregate.policy.rule;

import java.util.Locale;

/** Text from outside, made safe to show: printable ASCII only, truncated to a length. */
public final class PrintableText {

    private PrintableText() {}

    /**
     * Returns the first {@code most} characters of {@code text}, with everything that an OAuth error description may
     * not contain (RFC 6749 section 5.2: outside printable ASCII, the double quote, the backslash) written as its code
     * point, such as {@code <U+000A>}.
     */
    public static String printable(String text, int most) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), most));
        text.substring(0, Math.min(text.length(), most)).codePoints().forEach(c -> {
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                shown.append((char) c);
            } else {
                shown.append(String.format(Locale.ROOT, "<U+%04X>", c));
            }
        });
        return shown.toString();
    }
}

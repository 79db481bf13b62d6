package io.caregate.policy.reportmode;

import io.caregate.policy.rule.PrintableText;

/** A given text as it is stored, logged and reported: printable ASCII, of a length that fits the column. */
public final class DisplayText {
    /** The width of the column. */
    static final int MOST = 255;

    private static final String CUT = "...";

    private DisplayText() {}

    /** The text, escaped and cut. */
    public static String of(String text) {
        String escaped = PrintableText.printable(text, MOST);
        boolean cut = text.length() > MOST || escaped.length() > MOST;
        return cut ? escaped.substring(0, Math.min(escaped.length(), MOST - CUT.length())) + CUT : escaped;
    }
}

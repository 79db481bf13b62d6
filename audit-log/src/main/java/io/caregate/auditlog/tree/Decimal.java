package io.caregate.auditlog.tree;

import java.util.regex.Pattern;

/** Whole numbers in C2SP's texts: ASCII digits without leading zeros. */
final class Decimal {
    private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{0,17}");

    private Decimal() {}

    /** The number. Throws {@link IllegalArgumentException} if the text is not one, or is 10^18 and more. */
    static long parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a whole number without leading zeros");
        }
        return Long.parseLong(text);
    }
}

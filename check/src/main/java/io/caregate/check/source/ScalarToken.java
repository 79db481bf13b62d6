package io.caregate.check.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A scalar as it is written on one line: plain, or between quotes.
 *
 * @param start the offset of its first byte, after an anchor and a tag of YAML
 * @param end the offset after its last byte
 * @param quote the quote on either side; empty for a plain one
 */
record ScalarToken(int start, int end, String quote) {

    /** The token of a scalar; empty if it is written in another form, such as a YAML block. */
    static Optional<ScalarToken> of(Value.Scalar scalar) {
        byte[] bytes = scalar.file().bytes();
        int start = behindProperties(bytes, scalar.start());
        if (start == bytes.length || scalar.content() == null) {
            return Optional.empty();
        }
        return switch (bytes[start]) {
            case '"' -> quoted(bytes, start, '\\');
            case '\'' -> quoted(bytes, start, '\'');
            default -> plain(bytes, start, scalar.content().getBytes(StandardCharsets.UTF_8));
        };
    }

    // Neither an anchor nor a tag contains a space (YAML 1.2 section 6.9).
    private static int behindProperties(byte[] bytes, int start) {
        int at = start;
        while (at < bytes.length && (bytes[at] == '&' || bytes[at] == '!')) {
            while (at < bytes.length && !isSpace(bytes[at])) {
                at++;
            }
            while (at < bytes.length && isSpace(bytes[at])) {
                at++;
            }
        }
        return at;
    }

    private static boolean isSpace(byte unit) {
        return unit == ' ' || unit == '\t' || isLineBreak(unit);
    }

    private static boolean isLineBreak(byte unit) {
        return unit == '\n' || unit == '\r';
    }

    private static Optional<ScalarToken> quoted(byte[] bytes, int start, char escape) {
        byte quote = bytes[start];
        for (int i = start + 1; i < bytes.length && !isLineBreak(bytes[i]); i++) {
            boolean escaped = bytes[i] == escape && i + 1 < bytes.length && !isLineBreak(bytes[i + 1]);
            if (escaped && (escape != quote || bytes[i + 1] == quote)) {
                i++;
            } else if (bytes[i] == quote) {
                return Optional.of(new ScalarToken(start, i + 1, String.valueOf((char) quote)));
            }
        }
        return Optional.empty();
    }

    private static Optional<ScalarToken> plain(byte[] bytes, int start, byte[] content) {
        int end = start + content.length;
        return end <= bytes.length && Arrays.equals(bytes, start, end, content, 0, content.length)
                ? Optional.of(new ScalarToken(start, end, ""))
                : Optional.empty();
    }
}

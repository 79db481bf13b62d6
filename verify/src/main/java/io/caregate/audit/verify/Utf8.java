package io.caregate.audit.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text in the server's form: UTF-8 without a byte order mark, each character in its shortest form. */
final class Utf8 {
    private Utf8() {}

    /** The text of these bytes, which are malformed if the text would have other bytes. */
    static String decode(byte[] bytes, int offset, int length) throws MalformedException {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(again, 0, again.length, bytes, offset, offset + length)) {
            throw new MalformedException("it is not UTF-8");
        }
        if (text.startsWith("\uFEFF")) {
            throw new MalformedException("it begins with a byte order mark");
        }
        return text;
    }

    /** Whether the text is without lone halves of characters, which JSON's escapes can make. */
    static boolean isWhole(String text) {
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c))
                || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}

package io.caregate.audit.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text in the server's form: UTF-8 without a byte order mark, each character in its shortest form. */
final class Utf8 {
    static final String NOT_UTF_8 = "it is not UTF-8";

    private static final String BEGINS_WITH_MARK = "it begins with a byte order mark";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    /** The text of a stream. What is not UTF-8 is a {@link java.nio.charset.CharacterCodingException} when read. */
    static Reader reader(InputStream bytes) throws IOException, MalformedException {
        Reader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        if (text.read() == BYTE_ORDER_MARK) {
            throw new MalformedException(BEGINS_WITH_MARK);
        }
        text.reset();
        return text;
    }

    /** The text of these bytes, which are malformed if the text would have other bytes. */
    static String decode(byte[] bytes, int offset, int length) throws MalformedException {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(again, 0, again.length, bytes, offset, offset + length)) {
            throw new MalformedException(NOT_UTF_8);
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            throw new MalformedException(BEGINS_WITH_MARK);
        }
        return text;
    }

    /** Whether the text is without lone halves of characters, which JSON's escapes can make. */
    static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }
}

package io.caregate.audit.verify;

import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The form in which the server writes a line of an export or of a file sink: the members in its order, without white
 * space, with only those characters escaped that JSON requires. There are two forms: the export escapes the two halves
 * of a character beyond U+FFFF, and the file sink writes the character as it is. One line has one form. So another
 * writer cannot rearrange the text that a reader sees in the file, or hide it behind blanks or escapes.
 */
final class ServerForm {
    static final List<String> HEADER = List.of("export", "v", "realmId", "size", "checkpoint");
    static final List<String> FIRST_HEADER = List.of("export", "v", "realm", "realmId", "size", "checkpoint");
    static final List<String> ENTRY = List.of("seq", "leaf", "salt", "payload");
    static final List<String> CHECKPOINT = List.of("checkpoint", "size");

    private ServerForm() {}

    /** Whether a line has the server's form for its members, with these names. Missing ones are left out. */
    static boolean isOf(String line, Members members, List<String> names) {
        return line.equals(written(members, names, false)) || line.equals(written(members, names, true));
    }

    /**
     * The entry in a line of the usual form, read at once from its bytes: an entry as the server writes it, with quotes
     * and backslashes as the only escapes. Null for any other line, which may be an entry in the server's form too.
     */
    static @Nullable EntryLine entry(byte[] line) {
        return new Reader(line).entry();
    }

    private static String written(Members members, List<String> names, boolean escapesHalves) {
        StringBuilder line = new StringBuilder(1024);
        char separator = '{';
        for (String name : names) {
            if (members.has(name)) {
                line.append(separator).append('"').append(name).append("\":");
                append(line, members.value(name), escapesHalves);
                separator = ',';
            }
        }
        return line.append('}').toString();
    }

    private static void append(StringBuilder line, @Nullable Object value, boolean escapesHalves) {
        if (value instanceof String text) {
            line.append('"');
            for (int i = 0; i < text.length(); i++) {
                append(line, text.charAt(i), escapesHalves);
            }
            line.append('"');
        } else {
            line.append(value instanceof Long number ? number.toString() : "null");
        }
    }

    private static void append(StringBuilder line, char c, boolean escapesHalves) {
        switch (c) {
            case '"' -> line.append("\\\"");
            case '\\' -> line.append("\\\\");
            case '\b' -> line.append("\\b");
            case '\t' -> line.append("\\t");
            case '\n' -> line.append("\\n");
            case '\f' -> line.append("\\f");
            case '\r' -> line.append("\\r");
            default -> {
                if (c < ' ' || (escapesHalves && Character.isSurrogate(c))) {
                    line.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
                } else {
                    line.append(c);
                }
            }
        }
    }

    /** Reads a line's bytes from the first to the last. Negative or null is what it does not take. */
    private static final class Reader {
        private static final byte[] SEQ = bytes("{\"seq\":");
        private static final byte[] LEAF = bytes(",\"leaf\":\"");
        private static final byte[] SALT = bytes("\",\"salt\":\"");
        private static final byte[] PAYLOAD = bytes("\",\"payload\":\"");
        private static final byte[] END = bytes("\"}");
        /** So no number is beyond 2^53-1. */
        private static final int MOST_DIGITS = 15;

        private final byte[] line;
        private int at;

        Reader(byte[] line) {
            this.line = line;
        }

        @Nullable
        EntryLine entry() {
            long seq = skip(SEQ) ? number() : -1;
            byte[] leaf = seq > 0 && skip(LEAF) ? base64(TreeHasher.HASH_BYTES) : null;
            if (leaf == null) {
                return null;
            }
            if (isEnd()) {
                return EntryLine.closed(seq, leaf);
            }
            byte[] salt = skip(SALT) ? base64(TreeHasher.SALT_BYTES) : null;
            String payload = salt != null && skip(PAYLOAD) ? text() : null;
            if (salt == null || payload == null || !isEnd()) {
                return null;
            }
            try {
                return EntryLine.open(seq, leaf, salt, payload);
            } catch (MalformedException e) {
                return null;
            }
        }

        private boolean skip(byte[] expected) {
            int end = Math.min(at + expected.length, line.length);
            boolean there = Arrays.equals(line, at, end, expected, 0, expected.length);
            at = end;
            return there;
        }

        private boolean isEnd() {
            return Arrays.equals(line, at, line.length, END, 0, END.length);
        }

        private long number() {
            int from = at;
            long number = 0;
            while (at < line.length && line[at] >= '0' && line[at] <= '9' && at - from < MOST_DIGITS) {
                number = number * 10 + line[at] - '0';
                at++;
            }
            return at > from && line[from] != '0' ? number : -1;
        }

        private byte @Nullable [] base64(int length) {
            int end = at + (length + 2) / 3 * 4;
            if (end > line.length) {
                return null;
            }
            byte[] text = Arrays.copyOfRange(line, at, end);
            at = end;
            try {
                byte[] bytes = Base64.getDecoder().decode(text);
                return bytes.length == length
                                && Arrays.equals(Base64.getEncoder().encode(bytes), text)
                        ? bytes
                        : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        private @Nullable String text() {
            byte[] text = new byte[line.length - at];
            int length = 0;
            int i = at;
            for (; i < line.length && line[i] != '"'; i++) {
                byte b = line[i];
                if (b == '\\') {
                    i++;
                    b = i < line.length ? line[i] : 0;
                    if (b != '"' && b != '\\') {
                        return null;
                    }
                } else if (b >= 0 && b < ' ') {
                    return null;
                }
                text[length] = b;
                length++;
            }
            at = i;
            try {
                return Utf8.decode(text, 0, length);
            } catch (MalformedException e) {
                return null;
            }
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}

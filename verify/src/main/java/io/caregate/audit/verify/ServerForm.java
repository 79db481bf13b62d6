package io.caregate.audit.verify;

import java.util.List;
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
                    line.append(String.format("\\u%04X", (int) c));
                } else {
                    line.append(c);
                }
            }
        }
    }
}

package io.caregate.auditlog.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON Canonicalization Scheme, RFC 8785, for the values of an entry: strings, booleans, whole numbers, lists and
 * objects. Names are sorted by their UTF-16 code units (section 3.2.3), strings escape only the characters in section
 * 3.2.2.2, and there is no white space. A number beyond 2^53-1 has no interoperable form (section 3.2.2.3 prints IEEE
 * doubles) and is refused, as is a lone surrogate (section 3.2.2.2).
 */
public final class CanonicalJson {
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private CanonicalJson() {}

    /** The canonical form. Throws {@link IllegalArgumentException} for a value that has none. */
    public static String of(Object value) {
        StringBuilder json = new StringBuilder(512);
        append(json, value);
        return json.toString();
    }

    /**
     * The inside of the canonical string literal of this text, without the quotes: the text that a search must look
     * for.
     */
    public static String escape(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2);
        appendEscaped(json, text);
        return json.toString();
    }

    private static void append(StringBuilder json, Object value) {
        if (value instanceof String text) {
            json.append('"');
            appendEscaped(json, text);
            json.append('"');
        } else if (value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof Long || value instanceof Integer) {
            appendInteger(json, ((Number) value).longValue());
        } else if (value instanceof Map<?, ?> object) {
            appendObject(json, object);
        } else if (value instanceof List<?> list) {
            appendList(json, list);
        } else {
            throw new IllegalArgumentException("no canonical form for " + value.getClass());
        }
    }

    private static void appendInteger(StringBuilder json, long number) {
        if (number > MAX_SAFE_INTEGER || number < -MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException("beyond 2^53-1: " + number);
        }
        json.append(number);
    }

    private static void appendObject(StringBuilder json, Map<?, ?> object) {
        char separator = '{';
        for (Map.Entry<?, ?> member : sorted(object).entrySet()) {
            json.append(separator);
            append(json, (String) member.getKey());
            json.append(':');
            append(json, member.getValue());
            separator = ',';
        }
        json.append(object.isEmpty() ? "{}" : "}");
    }

    /** String.compareTo compares UTF-16 code units, which is the order that the RFC requires. */
    private static Map<?, ?> sorted(Map<?, ?> object) {
        boolean inOrder = object instanceof SortedMap<?, ?> map && map.comparator() == null;
        return inOrder ? object : new TreeMap<>(object);
    }

    private static void appendList(StringBuilder json, List<?> list) {
        char separator = '[';
        for (Object element : list) {
            json.append(separator);
            append(json, element);
            separator = ',';
        }
        json.append(list.isEmpty() ? "[]" : "]");
    }

    private static void appendEscaped(StringBuilder json, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> appendPlain(json, text, i, c);
            }
        }
    }

    private static void appendPlain(StringBuilder json, String text, int index, char c) {
        if (c < 0x20) {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            return;
        }
        boolean paired = !Character.isSurrogate(c)
                || (Character.isHighSurrogate(c)
                        && index + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(index + 1)))
                || (Character.isLowSurrogate(c) && index > 0 && Character.isHighSurrogate(text.charAt(index - 1)));
        if (!paired) {
            throw new IllegalArgumentException("lone surrogate at " + index);
        }
        json.append(c);
    }
}

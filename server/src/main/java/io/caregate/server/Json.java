package io.caregate.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259): objects become maps, arrays lists, and the rest strings, doubles, booleans or null. This
 * module has no dependencies, and reads only the demo overlay and a few answers of Keycloak.
 */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * An object.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static Map<?, ?> object(String text) {
        var json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at != text.length() || !(value instanceof Map<?, ?> object)) {
            throw json.unexpected();
        }
        return object;
    }

    /** The objects of an array that is a field of another object; empty if it is absent. */
    static List<Map<?, ?>> objects(Map<?, ?> parent, String field) {
        var objects = new ArrayList<Map<?, ?>>();
        if (parent.get(field) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    /** A string field; empty if it is absent. */
    static String string(Map<?, ?> parent, String field) {
        return parent.get(field) instanceof String text ? text : "";
    }

    private @Nullable Object value() {
        space();
        char next = peek();
        return switch (next) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> quoted();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> map() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        at++;
        space();
        while (peek() != '}') {
            space();
            String key = quoted();
            space();
            take(':');
            map.put(key, value());
            separator('}');
        }
        at++;
        return map;
    }

    private List<@Nullable Object> list() {
        var list = new ArrayList<@Nullable Object>();
        at++;
        space();
        while (peek() != ']') {
            list.add(value());
            separator(']');
        }
        at++;
        return list;
    }

    private void separator(char end) {
        space();
        if (peek() != end) {
            take(',');
            space();
            if (peek() == end) {
                throw unexpected();
            }
        }
    }

    private String quoted() {
        take('"');
        var string = new StringBuilder();
        while (peek() != '"') {
            char next = text.charAt(at++);
            string.append(next == '\\' ? escaped() : next);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char next = peek();
        at++;
        return switch (next) {
            case '"', '\\', '/' -> next;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw unexpected();
                }
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw unexpected();
        };
    }

    private @Nullable Object literal(String name, @Nullable Object value) {
        if (!text.startsWith(name, at)) {
            throw unexpected();
        }
        at += name.length();
        return value;
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (start == at) {
            throw unexpected();
        }
        return Double.valueOf(text.substring(start, at));
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw unexpected();
        }
        at++;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("Not the JSON that was expected, at character " + at);
    }
}

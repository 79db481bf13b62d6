package io.caregate.audit.format;

import java.util.Optional;

/** The extension of a CEF message: keys and values, separated by spaces. */
final class CefExtension {
    private static final int CUSTOM = 4000;

    private final StringBuilder text = new StringBuilder();

    /** Adds a value, cut to the number of characters that the dictionary allows. */
    void put(String key, int most, String value) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(key).append('=').append(escaped(cut(value, most)));
    }

    /** Adds a value if there is one. */
    void put(String key, int most, Optional<String> value) {
        value.ifPresent(present -> put(key, most, present));
    }

    /** Adds a custom field and the label that says what it is. */
    void custom(String key, String label, Optional<String> value) {
        value.ifPresent(present -> {
            put(key + "Label", CUSTOM, label);
            put(key, CUSTOM, present);
        });
    }

    /** The beginning of a text, without a half of a character at its end. */
    static String cut(String value, int most) {
        if (value.length() <= most) {
            return value;
        }
        return value.substring(0, Character.isHighSurrogate(value.charAt(most - 1)) ? most - 1 : most);
    }

    /** In a value, backslashes and equal signs are escaped, and line breaks are written as letters. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("=", "\\=")
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

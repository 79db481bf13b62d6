package io.caregate.audit.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message as a receiver reads CEF: unescaped pipes part the header, unescaped equal signs end a key. */
public record CefMessage(List<String> header, Map<String, String> extension) {
    private static final int FIELDS = 7;
    private static final Pattern FIELD = Pattern.compile("((?:[^|\\\\]|\\\\[|\\\\])*)\\|");
    private static final Pattern KEY = Pattern.compile("(?:^| )([A-Za-z0-9]+)=");

    /** Throws if it does not follow the grammar. */
    public static CefMessage parse(String message) {
        List<String> header = new ArrayList<>();
        Matcher field = FIELD.matcher(message);
        int end = 0;
        while (header.size() < FIELDS) {
            if (!field.find(end) || field.start() != end) {
                throw new IllegalArgumentException("no header field at " + end + ": " + message);
            }
            header.add(field.group(1).replaceAll("\\\\(.)", "$1"));
            end = field.end();
        }
        return new CefMessage(header, extension(message.substring(end)));
    }

    private static Map<String, String> extension(String text) {
        Map<String, String> extension = new LinkedHashMap<>();
        Matcher key = KEY.matcher(text);
        boolean found = key.find();
        if (!found || key.start() != 0) {
            throw new IllegalArgumentException("it does not begin with a key: " + text);
        }
        while (found) {
            String name = key.group(1);
            int begin = key.end();
            found = key.find();
            String value = text.substring(begin, found ? key.start() : text.length());
            if (extension.put(name, unescaped(value)) != null) {
                throw new IllegalArgumentException(name + " comes twice: " + text);
            }
        }
        return extension;
    }

    private static String unescaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '=') {
                throw new IllegalArgumentException("an equal sign that is not escaped: " + value);
            }
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            char escaped = i < value.length() ? value.charAt(i) : '?';
            text.append(
                    switch (escaped) {
                        case '\\', '=' -> escaped;
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> throw new IllegalArgumentException("a wrong escape: " + value);
                    });
        }
        return text.toString();
    }
}

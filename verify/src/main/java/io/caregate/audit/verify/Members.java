package io.caregate.audit.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object (RFC 8259), each at most once. Values are {@code String}, {@code Long} for a whole
 * number written as one, {@code List}, {@code Map}, or {@link #NULL}. No accepted value has another type, so everything
 * else is {@link #OTHER}.
 */
public final class Members {
    static final Object NULL = new Object();
    static final Object OTHER = new Object();

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Map<String, Object> values;

    private Members(Map<String, Object> values) {
        this.values = values;
    }

    /** The object in the text. Throws {@link MalformedException} with the reason if the text is not a single object. */
    public static Members parse(String text) throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("it is not a JSON object");
            }
            Members members = new Members(object(parser));
            if (parser.nextToken() != null) {
                throw new MalformedException("there is something behind its JSON object");
            }
            return members;
        } catch (IOException e) {
            throw new MalformedException("it is not a JSON object that has each of its members once");
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException, MalformedException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = whole(parser.currentName());
            parser.nextToken();
            values.put(name, value(parser));
        }
        return values;
    }

    private static Object value(JsonParser parser) throws IOException, MalformedException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> whole(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NULL -> NULL;
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            default -> OTHER;
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException, MalformedException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Object integer(String digits) {
        if (digits.length() > 16 || digits.startsWith("-")) {
            return OTHER;
        }
        long number = Long.parseLong(digits);
        return number <= MAX_SAFE_INTEGER ? (Object) number : OTHER;
    }

    private static String whole(String text) throws MalformedException {
        if (!Utf8.isWhole(text)) {
            throw new MalformedException("it has an escape for half a character");
        }
        return text;
    }

    /** Whether it has a member with this name. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Requires exactly these members. */
    public void demand(Set<String> names) throws MalformedException {
        if (!values.keySet().equals(names)) {
            for (String name : names) {
                if (!values.containsKey(name)) {
                    throw new MalformedException("it has no " + name);
                }
            }
            throw new MalformedException("it has a member that does not belong there");
        }
    }

    /** The value of a member; null if there is none. */
    public @Nullable Object value(String name) {
        return values.get(name);
    }

    boolean isNull(String name) {
        return values.get(name) == NULL;
    }

    /** A text. */
    public String text(String name) throws MalformedException {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new MalformedException("its " + name + " is not a text");
    }

    /** A whole number from 0 to 2^53-1. */
    public long number(String name) throws MalformedException {
        if (values.get(name) instanceof Long number) {
            return number;
        }
        throw new MalformedException("its " + name + " is not a whole number from 0 to 2^53-1");
    }

    /** Bytes in Base64 with padding, in its only valid form. */
    byte[] bytes(String name, int length) throws MalformedException {
        return bytes(values.get(name), name, length);
    }

    /** A list of hashes. */
    List<byte[]> hashes(String name, int length) throws MalformedException {
        if (!(values.get(name) instanceof List<?> list)) {
            throw new MalformedException("its " + name + " is not a list");
        }
        List<byte[]> hashes = new ArrayList<>();
        for (Object hash : list) {
            hashes.add(bytes(hash, name, length));
        }
        return hashes;
    }

    private static byte[] bytes(@Nullable Object value, String name, int length) throws MalformedException {
        try {
            if (value instanceof String text) {
                byte[] bytes = Base64.getDecoder().decode(text);
                if (bytes.length == length
                        && Base64.getEncoder().encodeToString(bytes).equals(text)) {
                    return bytes;
                }
            }
        } catch (IllegalArgumentException e) {
            // The check below reports it.
        }
        throw new MalformedException("its " + name + " is not Base64 of " + length + " bytes");
    }
}

package io.caregate.audit.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The content that an ordinary JSON parser takes from a file: it ignores the notation, and the last member wins. */
final class ReadJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ReadJson() {}

    /** All values of the file, one after another. */
    static List<Object> lines(byte[] file) {
        List<Object> lines = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(new String(file, StandardCharsets.UTF_8))) {
            while (parser.nextToken() != null) {
                lines.add(value(parser));
            }
        } catch (IOException e) {
            throw new IllegalStateException("what is good is JSON", e);
        }
        return lines;
    }

    /** The line of an entry after its salt and payload are erased. */
    static Object closed(Object line) {
        Map<Object, Object> closed = new LinkedHashMap<>();
        if (line instanceof Map<?, ?> members) {
            closed.putAll(members);
            boolean proof = closed.containsKey("inclusionProof");
            for (String name : List.of("salt", "payload", "entry")) {
                if (proof) {
                    closed.put(name, "null");
                } else {
                    closed.remove(name);
                }
            }
        }
        return closed;
    }

    static boolean isCheckpoint(Object line) {
        return line instanceof Map<?, ?> members && members.containsKey("checkpoint") && !members.containsKey("seq");
    }

    /** The lines, without those of these checkpoints that follow the last entry that they cover. */
    static List<Object> withoutCheckpointsInPlace(List<Object> lines, Set<Object> signed) {
        List<Object> left = new ArrayList<>();
        Object last = BigDecimal.ZERO;
        for (Object line : lines) {
            Map<?, ?> members = line instanceof Map<?, ?> object ? object : Map.of();
            if (!signed.contains(line) || !last.equals(members.get("size"))) {
                left.add(line);
            }
            Object seq = members.get("seq");
            last = seq == null ? last : seq;
        }
        return left;
    }

    /** Whether this is a proof between two of these notes, and nothing else. */
    static boolean isPairOf(Set<Object> notes, List<Object> file) {
        return file.size() == 1
                && file.get(0) instanceof Map<?, ?> pair
                && pair.keySet().equals(Set.of("from", "to", "consistencyProof"))
                && notes.contains(pair.get("from"))
                && notes.contains(pair.get("to"));
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getText()).stripTrailingZeros();
            case VALUE_NULL -> "null";
            default -> "=" + parser.getText();
        };
    }
}

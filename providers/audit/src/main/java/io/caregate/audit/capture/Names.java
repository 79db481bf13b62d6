package io.caregate.audit.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names in a representation, without any value: the fields of an object, or the {@code name} of each object in a
 * list. Streamed, since the representation of a realm is large.
 */
record Names(Set<String> fields, Set<String> elements) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NAME = "name";

    /** The names, or none if the text is not JSON: an entry without them is better than no entry. */
    static Names in(@Nullable String representation) {
        Names names = new Names(new TreeSet<>(), new TreeSet<>());
        if (representation == null) {
            return names;
        }
        try (JsonParser json = JSON.createParser(representation)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                readFields(json, names.fields());
            } else if (first == JsonToken.START_ARRAY) {
                readElements(json, names.elements());
            }
        } catch (IOException e) {
            return new Names(Set.of(), Set.of());
        }
        return names;
    }

    private static void readFields(JsonParser json, Set<String> fields) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            fields.add(json.currentName());
            json.nextToken();
            json.skipChildren();
        }
    }

    private static void readElements(JsonParser json, Set<String> elements) throws IOException {
        for (JsonToken token = json.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                readElement(json, elements);
            } else {
                json.skipChildren();
            }
        }
    }

    private static void readElement(JsonParser json, Set<String> elements) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals(NAME) && value == JsonToken.VALUE_STRING) {
                elements.add(json.getText());
            }
            json.skipChildren();
        }
    }
}

package io.caregate.check.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON (RFC 8259). */
final class JsonDocument {

    private static final JsonFactory JSON = new JsonFactoryBuilder().build();

    private final String file;

    private JsonDocument(String file) {
        this.file = file;
    }

    static List<Value> read(String file, InputStream in) throws IOException, UnreadableException {
        List<Value> documents = new ArrayList<>();
        JsonDocument document = new JsonDocument(file);
        try (JsonParser parser = JSON.createParser(in)) {
            while (parser.nextToken() != null) {
                documents.add(document.value(parser));
            }
        } catch (JsonProcessingException broken) {
            JsonLocation at = broken.getLocation();
            throw new UnreadableException(file
                    + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr())
                    + ": it is no JSON: " + broken.getOriginalMessage());
        }
        return documents;
    }

    private Value value(JsonParser parser) throws IOException {
        JsonLocation at = parser.currentTokenLocation();
        Place place = new Place(file, at.getLineNr(), at.getColumnNr());
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Value> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, value(parser));
            }
            return new Value.Fields(place, members);
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Value> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(parser));
            }
            return new Value.Items(place, values);
        }
        return new Value.Scalar(place, parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText());
    }
}

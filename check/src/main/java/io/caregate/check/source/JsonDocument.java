package io.caregate.check.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON (RFC 8259). */
final class JsonDocument {

    private static final JsonFactory JSON = new JsonFactoryBuilder().build();

    private final FileText file;

    private JsonDocument(FileText file) {
        this.file = file;
    }

    static List<Value> read(FileText file) throws IOException, UnreadableException {
        List<Value> documents = new ArrayList<>();
        JsonDocument document = new JsonDocument(file);
        try (JsonParser parser = JSON.createParser(file.bytes())) {
            while (parser.nextToken() != null) {
                documents.add(document.value(parser));
            }
        } catch (JsonProcessingException broken) {
            JsonLocation at = broken.getLocation();
            throw new UnreadableException(file.name()
                    + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr())
                    + ": it is no JSON: " + broken.getOriginalMessage());
        }
        return documents;
    }

    private Value value(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(start, parser);
            case START_ARRAY -> items(start, parser);
            case VALUE_NULL -> new Value.Scalar(file, start, null);
            default -> new Value.Scalar(file, start, parser.getText());
        };
    }

    private Value fields(int start, JsonParser parser) throws IOException {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            names.add(parser.currentName());
            parser.nextToken();
            values.add(value(parser));
        }
        return new Value.Fields(file, start, Members.of(names, values));
    }

    private Value items(int start, JsonParser parser) throws IOException {
        List<Value> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return new Value.Items(file, start, values);
    }
}

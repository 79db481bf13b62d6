package io.caregate.audit.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Mark;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The form of the lines in a file: {@code sealed}, which the verifier reads, or one of the formats for people and
 * collectors. Two kinds are needed because a hash covers an entry's exact bytes: the verifier needs them as one text,
 * and collectors want members.
 */
final class Lines {
    /** The lines of an export, with each checkpoint after the last entry that it covers. */
    static final Lines SEALED = new Lines(Optional.empty());

    static final String ALLOWED =
            "sealed, " + Arrays.stream(Format.values()).map(Format::toString).collect(Collectors.joining(", "));

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Optional<Format> format;

    private Lines(Optional<Format> format) {
        this.format = format;
    }

    /** The lines with this name in the options. */
    static Optional<Lines> of(String name) {
        return name.equals("sealed")
                ? Optional.of(SEALED)
                : Format.of(name).map(format -> new Lines(Optional.of(format)));
    }

    /** The item's line, without a line feed. It is always the same for the same item. */
    String of(Item item) {
        return format.isPresent() ? item.render(format.get()) : sealed(item);
    }

    /** The entry of a line. Empty for a checkpoint, and for a text that is not such a line. */
    Optional<Mark> mark(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (format.isEmpty()) {
                return mark(json.path("seq"), json.path("leaf"));
            }
            return switch (format.get()) {
                case JSON -> mark(json.path("seq"), json.path("id"));
                case OCSF -> mark(json.at("/metadata/sequence"), json.at("/metadata/uid"));
                case ECS -> mark(json.at("/event/sequence"), json.at("/event/id"));
                case FHIR -> mark(number(json), json.path("id"));
                case CLOUDEVENTS -> mark(json.at("/data/seq"), json.path("id"));
            };
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static JsonNode number(JsonNode event) {
        for (JsonNode entity : event.path("entity")) {
            for (JsonNode detail : entity.path("detail")) {
                if (detail.path("type").asText().equals("seq")) {
                    return detail.path("valueString");
                }
            }
        }
        return MissingNode.getInstance();
    }

    private static Optional<Mark> mark(JsonNode seq, JsonNode evidence) {
        long number = seq.asLong();
        return number > 0 && evidence.isTextual()
                ? Optional.of(new Mark(number, evidence.textValue()))
                : Optional.empty();
    }

    private static String sealed(Item item) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            if (item instanceof Item.OfEntry entry) {
                json.writeNumberField("seq", entry.seq());
                json.writeStringField("leaf", entry.leaf());
                String payload = entry.entry().payload();
                if (entry.salt() != null && payload != null) {
                    json.writeStringField("salt", entry.salt());
                    json.writeStringField("payload", payload);
                }
            } else if (item instanceof Item.OfCheckpoint head) {
                json.writeStringField("checkpoint", head.checkpoint().note());
                json.writeNumberField("size", head.checkpoint().size());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}

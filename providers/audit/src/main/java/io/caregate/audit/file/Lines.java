package io.caregate.audit.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Item;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a line of the file is: {@code sealed}, which the verifier takes, or one of the formats for people and collectors.
 * Two kinds are needed because a hash covers an entry's exact bytes: they must be kept as one text, and collectors want
 * members.
 */
final class Lines {
    /** The lines of an export, with each checkpoint behind the last entry that it covers. */
    static final Lines SEALED = new Lines(Optional.empty());

    static final String ALLOWED =
            "sealed, " + Arrays.stream(Format.values()).map(Format::toString).collect(Collectors.joining(", "));

    private static final JsonFactory JSON = new JsonFactory();

    private final Optional<Format> format;

    private Lines(Optional<Format> format) {
        this.format = format;
    }

    /** The lines that an operator calls so. */
    static Optional<Lines> of(String name) {
        return name.equals("sealed")
                ? Optional.of(SEALED)
                : Format.of(name).map(format -> new Lines(Optional.of(format)));
    }

    /** The item's line, without a line feed; always the same for the same item. */
    String of(Item item) {
        return format.isPresent() ? item.render(format.get()) : sealed(item);
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

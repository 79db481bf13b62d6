package io.caregate.audit.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats in which entries leave the log. {@code docs/audit-format.md} has a table of keys and fields. A rendered
 * entry is one JSON object on one line without a line feed, in clean text, with the entry's own id in it. The same
 * entry is always rendered the same, so that a receiver can tell when it gets one twice. No content of an entry makes
 * rendering fail. Stateless and thread-safe.
 */
public enum Format {
    /** The log's own format: the entry with its {@code seq}. */
    JSON("application/json"),
    /** FHIR R4 {@code AuditEvent}. */
    FHIR("application/fhir+json"),
    /** Open Cybersecurity Schema Framework. */
    OCSF("application/json"),
    /** Elastic Common Schema. */
    ECS("application/json"),
    /** CloudEvents around the log's own format. */
    CLOUDEVENTS("application/cloudevents+json");

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format with this name in options and requests: {@code json}, {@code fhir} and so on. */
    public static Optional<Format> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst();
    }

    /** The media type of one rendered object. */
    public String mediaType() {
        return mediaType;
    }

    /** The entry in this format, without its reference to the log. An erased one says that it was erased. */
    public String render(SealedEntry entry) {
        return render(EntryView.of(entry));
    }

    /** The view of an entry or of a checkpoint, in this format. */
    public String render(EntryView entry) {
        return line(toObject(entry));
    }

    /** The checkpoint in this format, with its note as it was signed. */
    public String render(StoredCheckpoint checkpoint) {
        return render(EntryView.of(checkpoint));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The object that {@link #render(EntryView)} writes. */
    public ObjectNode toObject(EntryView entryView) {
        return switch (this) {
            case JSON -> CaregateJson.of(entryView);
            case FHIR -> Fhir.of(entryView);
            case OCSF -> Ocsf.of(entryView);
            case ECS -> Ecs.of(entryView);
            case CLOUDEVENTS -> CloudEvents.of(entryView);
        };
    }

    private static String line(ObjectNode object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an own object has no JSON form", e);
        }
    }
}

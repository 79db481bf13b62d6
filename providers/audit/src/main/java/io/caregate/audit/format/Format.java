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
 * The formats in which entries leave the log; {@code docs/audit-format.md} tables which key becomes which field. What
 * is rendered is one JSON object on one line without a line feed, in clean text, with the entry's own id in it, and the
 * same for the same entry, so that whoever gets it twice can tell. Nothing that an entry holds makes rendering fail.
 * Stateless and safe for any thread.
 */
public enum Format {
    /** The log's own: the entry with its {@code seq}. */
    JSON("application/json"),
    /** FHIR R4 {@code AuditEvent}. */
    FHIR("application/fhir+json"),
    /** Open Cybersecurity Schema Framework. */
    OCSF("application/json"),
    /** Elastic Common Schema. */
    ECS("application/json");

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format that an operator or auditor calls so: {@code json}, {@code fhir}, {@code ocsf}, {@code ecs}. */
    public static Optional<Format> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst();
    }

    /** The media type of one rendered object. */
    public String mediaType() {
        return mediaType;
    }

    /** The entry in this format; an erased one says that it was erased. */
    public String render(SealedEntry entry) {
        return render(EntryView.of(entry));
    }

    /** What stands for an entry, in this format. */
    public String render(EntryView entry) {
        return line(toObject(entry));
    }

    /** The checkpoint in this format; its note is in it as it was signed. */
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

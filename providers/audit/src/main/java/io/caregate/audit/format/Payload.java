package io.caregate.audit.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.entry.TextSanitizer;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The object in a payload, with all its text clean. If it cannot be shown, an object that says why. */
final class Payload {
    /** The type of an entry whose payload was erased. */
    static final String ERASED = "CAREGATE_AUDIT_ERASED";
    /** The type of an entry whose payload is not a JSON object. */
    static final String UNREADABLE = "CAREGATE_AUDIT_UNREADABLE";
    /** The type of an entry that says where the log differs from what was sealed. */
    static final String DAMAGED = "CAREGATE_AUDIT_DAMAGED";
    /** The type of a checkpoint. */
    static final String CHECKPOINT = "CAREGATE_AUDIT_CHECKPOINT";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Payload() {}

    static ObjectNode read(SealedEntry entry) {
        String payload = entry.payload();
        if (payload == null) {
            return own(entry, ERASED);
        }
        if (parse(payload) instanceof ObjectNode object) {
            return clean(object);
        }
        ObjectNode unreadable = own(entry, UNREADABLE);
        unreadable.withObjectProperty("details").put("payload", TextSanitizer.of(payload));
        return unreadable;
    }

    static ObjectNode of(StoredCheckpoint checkpoint, String id) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("v", Entry.VERSION).put("id", id).put("time", Times.of(checkpoint.time()));
        object.put("type", CHECKPOINT);
        object.putObject("details")
                .put("note", checkpoint.note())
                .put("number", Long.toString(checkpoint.number()))
                .put("size", Long.toString(checkpoint.size()));
        return object;
    }

    static ObjectNode ofDamaged(long seq, String id, String realmId, Instant found, String what) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("details").put("count", "1").put("seq." + seq, what);
        object.put("id", id).put("realmId", realmId).put("time", found.toString());
        object.put("type", DAMAGED).put("v", 1);
        return clean(object);
    }

    private static ObjectNode own(SealedEntry entry, String type) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("v", Entry.VERSION).put("id", TextSanitizer.of(entry.id())).put("type", type);
        if (!entry.realmId().isEmpty()) {
            object.put("realmId", TextSanitizer.of(entry.realmId()));
        }
        object.putObject("details");
        return object;
    }

    private static @Nullable JsonNode parse(String payload) {
        try {
            return MAPPER.readTree(payload);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** A captured payload is clean already. One that was written into the table by another way may not be. */
    private static ObjectNode clean(ObjectNode object) {
        ObjectNode clean = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> clean.set(TextSanitizer.of(member.getKey()), clean(member.getValue())));
        return clean;
    }

    private static JsonNode clean(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return clean(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode clean = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> clean.add(clean(element)));
            return clean;
        }
        return value.isTextual() ? JsonNodeFactory.instance.textNode(TextSanitizer.of(value.textValue())) : value;
    }
}

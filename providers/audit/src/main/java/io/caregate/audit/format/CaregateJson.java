package io.caregate.audit.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The log's own format: the entry's keys, with {@code seq} among them, in sorted order. Without {@code seq} it is the
 * payload.
 */
final class CaregateJson {
    private CaregateJson() {}

    static ObjectNode of(EntryView entry) {
        SortedMap<String, JsonNode> sorted = new TreeMap<>();
        entry.members().properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        // The payload of a damaged entry may have another one's id.
        sorted.computeIfPresent("id", (key, written) -> JsonNodeFactory.instance.textNode(entry.id()));
        entry.seq().ifPresent(seq -> sorted.put("seq", JsonNodeFactory.instance.numberNode(seq)));
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        own.setAll(sorted);
        return own;
    }
}

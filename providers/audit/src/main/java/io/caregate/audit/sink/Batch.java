package io.caregate.audit.sink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Consecutive items of the log, at least one. */
public record Batch(List<Item> items) {
    public Batch {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a batch without items");
        }
    }

    /** The number of items. */
    public int size() {
        return items.size();
    }

    /** An id that is the same whenever the same items are delivered together, and that no other batch has. */
    public String id() {
        StringBuilder ids = new StringBuilder();
        items.forEach(item -> ids.append(item.id()).append('\n'));
        return UUID.nameUUIDFromBytes(ids.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}

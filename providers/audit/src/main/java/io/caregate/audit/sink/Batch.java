package io.caregate.audit.sink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Items that follow each other in the log; never none. */
public record Batch(List<Item> items) {
    public Batch {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a batch without items");
        }
    }

    /** How many there are. */
    public int size() {
        return items.size();
    }

    /** An id that is the same whenever the same items are delivered together, and of no other batch. */
    public String id() {
        StringBuilder ids = new StringBuilder();
        items.forEach(item -> ids.append(item.id()).append('\n'));
        return UUID.nameUUIDFromBytes(ids.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}

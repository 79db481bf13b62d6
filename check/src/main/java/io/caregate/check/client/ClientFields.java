package io.caregate.check.client;

import io.caregate.check.source.Value;
import io.caregate.policy.rule.Finding;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The fields of one client by their names in the Admin API, attributes as {@code attributes.NAME}. */
interface ClientFields {

    /** What every attribute's field begins with. */
    String ATTRIBUTES = "attributes.";

    /** The field's value; null if it is not written. */
    @Nullable
    Value get(String field);

    /** Every attribute that is written, by its name alone. */
    void forEachAttribute(BiConsumer<String, Value> action);

    /** What the document calls the field. */
    default String name(String field) {
        return field;
    }

    /** Fields that are known only when something else was done, and where the document says so. */
    default Map<String, Value> later() {
        return Map.of();
    }

    /** What the server refuses of the write apart from what is stored. */
    default List<Finding> refused() {
        return List.of();
    }
}

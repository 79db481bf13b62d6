package io.caregate.check.client;

import io.caregate.check.source.Value;
import io.caregate.policy.rule.ApiProtection;
import io.caregate.policy.rule.BlankEntries;
import io.caregate.policy.rule.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of one client by their names in the Admin API, attributes as {@code attributes.NAME}. */
interface ClientFields {

    /** The prefix of every attribute's field. */
    String ATTRIBUTES = "attributes.";

    /** The field's value; null if it is not written. */
    @Nullable
    Value get(String field);

    /** Every written attribute, by its name alone. */
    void forEachAttribute(BiConsumer<String, Value> action);

    /** The document's name for the field. */
    default String name(String field) {
        return field;
    }

    /** Fields whose values are known only after another step, and where the document says so. */
    default Map<String, Value> later() {
        return Map.of();
    }

    /**
     * The entries that the Admin API refuses in a write although they are not stored; an import silently drops them.
     */
    default List<Finding> dropped() {
        Map<String, @Nullable String> attributes = new HashMap<>();
        forEachAttribute((name, value) -> attributes.put(name, value.text().orElse(null)));
        return Stream.concat(
                        BlankEntries.check(list("redirectUris"), list("webOrigins")).stream(),
                        ApiProtection.check(attributes).stream())
                .toList();
    }

    private @Nullable List<@Nullable String> list(String field) {
        Value value = get(field);
        return value == null
                ? null
                : value.items()
                        .<@Nullable String>map(item -> item.text().orElse(null))
                        .toList();
    }
}

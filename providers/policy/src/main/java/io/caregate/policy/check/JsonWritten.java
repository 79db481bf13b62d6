package io.caregate.policy.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.policy.posture.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A document that was sent as JSON. */
record JsonWritten(JsonNode node) implements Written<JsonWritten> {

    @Override
    public Optional<JsonWritten> member(String name) {
        return Optional.ofNullable(node.get(name))
                .filter(value -> node.isObject() && !value.isNull())
                .map(JsonWritten::new);
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Override
    public Stream<JsonWritten> items() {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false).map(JsonWritten::new) : Stream.empty();
    }

    @Override
    public Optional<String> text() {
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
    }
}

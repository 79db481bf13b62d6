package io.caregate.check.client;

import io.caregate.check.source.Value;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A client in Keycloak's own representation. */
final class KeycloakClient implements ClientFields {

    private final Map<String, Value> members;
    private final Map<String, Value> attributes;

    KeycloakClient(Value client) {
        this.members = members(client);
        this.attributes = members(members.get("attributes"));
    }

    private static Map<String, Value> members(@Nullable Value value) {
        return value instanceof Value.Fields object ? object.members() : Map.of();
    }

    @Override
    public @Nullable Value get(String field) {
        return field.startsWith(ATTRIBUTES) ? attributes.get(field.substring(ATTRIBUTES.length())) : members.get(field);
    }

    @Override
    public void forEachAttribute(BiConsumer<String, Value> action) {
        attributes.forEach(action);
    }
}

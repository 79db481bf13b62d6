package io.caregate.policy.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A written document without the parts that make Keycloak act outside its database while it stores them: such an action
 * cannot be rolled back, and the other side decides how long it takes. No rule needs these parts.
 */
final class Inward {

    /** Keycloak fetches it when it validates the client. */
    static final String SECTOR_IDENTIFIER = "sectorIdentifierUri";

    /** Keycloak sets a linked user's password in the directory, and hashing passwords is slow. */
    private static final List<String> OF_USERS = List.of("credentials", "federationLink");

    private Inward() {}

    /** A realm with its users and clients. */
    static JsonNode realm(JsonNode written) {
        JsonNode realm = written.deepCopy();
        realm.path("users").forEach(user -> {
            if (user instanceof ObjectNode fields) {
                fields.remove(OF_USERS);
            }
        });
        realm.path("clients").forEach(Inward::removeFetches);
        realm.path("clientScopes").forEach(Inward::removeFetches);
        return realm;
    }

    /** A client. */
    static JsonNode client(JsonNode written) {
        JsonNode client = written.deepCopy();
        removeFetches(client);
        return client;
    }

    private static void removeFetches(JsonNode holder) {
        holder.path("protocolMappers").forEach(mapper -> {
            if (mapper.path("config") instanceof ObjectNode config) {
                config.remove(SECTOR_IDENTIFIER);
            }
        });
    }
}

package io.caregate.policy.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What is written, without that by which Keycloak acts on something outside of its database while it stores it: such an
 * act cannot be rolled back, and may take as long as somebody else likes. No rule needs it.
 */
final class Inward {

    /** Keycloak fetches it when it validates the client. */
    static final String SECTOR_IDENTIFIER = "sectorIdentifierUri";

    /** Keycloak sets the password of a linked user in the directory; and to hash passwords takes long. */
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

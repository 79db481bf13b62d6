package io.caregate.it.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import java.util.List;

/**
 * The writes of keycloak-config-cli for a realm file with clients, in its order: the realm without them, each client by
 * itself, each client a second time for its flows, and last the whole realm with a checksum of the file. It stops at
 * the first unexpected answer. A stored client is sent back whole, with the fields of the file over it. Fields that the
 * file leaves out of a new client are null.
 */
final class ConfigCli {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHECKSUM = "de.adorsys.keycloak.config.import-checksum-default";
    private static final String ATTRIBUTES = "attributes";
    private static final String MAPPERS = "protocolMappers";
    private static final List<String> WRITTEN_LATER =
            List.of("id", "access", "authenticationFlowBindingOverrides", "authorizationSettings");

    private final Admin admin;
    private final String realm;

    ConfigCli(Admin admin, String realm) {
        this.admin = admin;
        this.realm = realm;
    }

    /** The last answer: the one that stopped it, or the one to the checksum. */
    Answer apply(ObjectNode... clients) {
        Answer answer = writeRealm();
        for (ObjectNode client : clients) {
            answer = isWritten(answer) ? write(client) : answer;
        }
        for (ObjectNode client : clients) {
            answer = isWritten(answer) ? putBack(client.path("clientId").asText()) : answer;
        }
        return isWritten(answer) ? writeChecksum(List.of(clients).hashCode()) : answer;
    }

    private Answer writeRealm() {
        ObjectNode json = JSON.createObjectNode().put("realm", realm).put("enabled", true);
        return admin.get("/" + realm).status() == 404
                ? admin.post("", json)
                : admin.put("/" + realm, json.put("eventsEnabled", false));
    }

    private Answer write(ObjectNode client) {
        JsonNode found = admin.get("/" + realm + "/clients?clientId="
                        + client.path("clientId").asText())
                .expect(200)
                .json();
        if (found.isEmpty()) {
            return admin.post("/" + realm + "/clients", client);
        }
        ObjectNode merged = merged((ObjectNode) found.get(0), client);
        if (merged.equals(found.get(0))) {
            return admin.get("/" + realm);
        }
        Answer answer = put(merged);
        return isWritten(answer) && merged.has(MAPPERS) ? putMappers(merged) : answer;
    }

    private static ObjectNode merged(ObjectNode stored, ObjectNode client) {
        ObjectNode merged = stored.deepCopy();
        client.properties().forEach(field -> {
            if (field.getKey().equals(ATTRIBUTES) && field.getValue().isObject()) {
                merged.withObject("/" + ATTRIBUTES).setAll((ObjectNode) field.getValue());
            } else if (!field.getValue().isNull() && !WRITTEN_LATER.contains(field.getKey())) {
                merged.set(field.getKey(), field.getValue());
            }
        });
        return merged;
    }

    private Answer putMappers(JsonNode client) {
        String mappers = "/" + realm + "/clients/" + client.path("id").asText() + "/protocol-mappers/models";
        Answer answer = admin.get(mappers).expect(200);
        for (JsonNode stored : answer.json()) {
            for (JsonNode mapper : client.path(MAPPERS)) {
                if (mapper.path("name").equals(stored.path("name")) && isWritten(answer)) {
                    String id = stored.path("id").asText();
                    answer = admin.put(mappers + "/" + id, ((ObjectNode) mapper.deepCopy()).put("id", id));
                }
            }
        }
        return answer;
    }

    private Answer putBack(String clientId) {
        return put(admin.client(realm, clientId));
    }

    private Answer put(JsonNode client) {
        return admin.put("/" + realm + "/clients/" + client.path("id").asText(), client);
    }

    private Answer writeChecksum(int checksum) {
        ObjectNode stored = (ObjectNode) admin.get("/" + realm).expect(200).json();
        stored.withObject("/" + ATTRIBUTES).put(CHECKSUM, Integer.toHexString(checksum));
        return admin.put("/" + realm, stored);
    }

    private static boolean isWritten(Answer answer) {
        return answer.status() < 300;
    }
}

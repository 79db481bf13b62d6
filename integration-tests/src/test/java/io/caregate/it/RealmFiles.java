package io.caregate.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Realms as JSON, so that two of them can be compared. */
final class RealmFiles {

    private RealmFiles() {}

    /** A file of the module {@code realm-config}. */
    static ObjectNode read(String file) {
        return read(Folders.realmConfig().resolve(file));
    }

    static ObjectNode read(Path file) {
        try {
            return (ObjectNode) Http.JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of Keycloak's programs, {@code kc.sh} and {@code kcadm.sh}, of a server that is started. */
    static Path programs(KeycloakServer server) {
        String instance = server.logFile().getFileName().toString().replace(".log", "");
        return server.logFile()
                .resolveSibling("../instances")
                .resolve(instance)
                .resolve("bin")
                .normalize();
    }

    /** What {@code kc.sh export} writes of a server that was {@linkplain KeycloakServer#stop() stopped}, users too. */
    static Path export(KeycloakServer stopped, String realm, Path file) {
        KcScript.run(
                programs(stopped).getParent(),
                file.resolveSibling("export.log"),
                Map.of(),
                "export",
                "--optimized",
                "--realm",
                realm,
                "--file",
                file.toString());
        return file;
    }

    /** The same with every list in one order, since Keycloak keeps most of them in none. */
    static JsonNode normalised(JsonNode json) {
        if (json instanceof ObjectNode object) {
            var copy = Http.JSON.createObjectNode();
            object.properties().forEach(entry -> copy.set(entry.getKey(), normalised(entry.getValue())));
            return copy;
        }
        if (json instanceof ArrayNode array) {
            var copy = Http.JSON.createArrayNode();
            StreamSupport.stream(array.spliterator(), false)
                    .map(RealmFiles::normalised)
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .forEach(copy::add);
            return copy;
        }
        return json;
    }

    /** What is not the same, as {@code path: one -> other}; a member that only the other has as {@code path: added}. */
    static List<String> differences(JsonNode one, JsonNode other) {
        var found = new ArrayList<String>();
        compare("", keyed(one), keyed(other), found);
        return found;
    }

    private static void compare(String path, JsonNode one, JsonNode other, List<String> found) {
        if (one instanceof ObjectNode && other instanceof ObjectNode) {
            other.fieldNames().forEachRemaining(name -> {
                if (!one.has(name)) {
                    found.add(path + "/" + name + ": added");
                }
            });
            one.properties()
                    .forEach(each -> compare(
                            path + "/" + each.getKey(),
                            keyed(each.getValue()),
                            keyed(other.path(each.getKey())),
                            found));
        } else if (!normalised(one).equals(normalised(other))) {
            found.add(path + ": " + one + " -> " + other);
        }
    }

    /** A list whose members have ids, as an object by id. */
    private static JsonNode keyed(JsonNode json) {
        var byId = Http.JSON.createObjectNode();
        json.forEach(each -> byId.set(each.path("id").asText(), each));
        boolean isKeyed = json.isArray() && !json.isEmpty() && byId.size() == json.size() && !byId.has("");
        return isKeyed ? byId : json;
    }

    /** A realm as the Admin API exports it, without the keys, which are not in that export. */
    static JsonNode exported(Admin admin, String realm) {
        var json = (ObjectNode)
                admin.post("/" + realm + "/partial-export?exportClients=true&exportGroupsAndRoles=true", "")
                        .expect(200)
                        .json();
        json.remove("components");
        return normalised(json);
    }
}

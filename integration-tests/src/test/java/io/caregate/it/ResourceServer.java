package io.caregate.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A client of which others ask for permissions by the UMA grant. */
public final class ResourceServer {
    private ResourceServer() {}

    /** Lets the client grant everything to everybody. */
    public static void open(TestRealm realm, String clientId) {
        open(realm, realm.admin(), clientId);
    }

    /** The same by a given administrator. */
    public static void open(TestRealm realm, Admin admin, String clientId) {
        String path =
                realm.adminPath("/clients/" + admin.clientUuid(realm.name(), clientId) + "/authz/resource-server");
        ObjectNode settings = (ObjectNode) admin.get(path).expect(200).json();
        admin.put(path, settings.put("policyEnforcementMode", "DISABLED")).expect(204);
        admin.post(path + "/resource", Map.of("name", "record")).expect(201);
    }
}

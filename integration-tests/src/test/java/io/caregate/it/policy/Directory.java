package io.caregate.it.policy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.LDAPSDKException;
import io.caregate.it.fixture.TestRealm;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** An LDAP server on the loopback address, and the federation of a realm with it. */
final class Directory implements AutoCloseable {
    private static final String ROOT = "dc=example,dc=org";
    private static final String PEOPLE = "ou=people," + ROOT;
    private static final String ADMIN = "cn=admin";
    private static final String ADMIN_PASSWORD = "admin-password";

    private final InMemoryDirectoryServer server;

    Directory() throws LDAPSDKException {
        var config = new InMemoryDirectoryServerConfig(ROOT);
        config.addAdditionalBindCredentials(ADMIN, ADMIN_PASSWORD);
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.add("dn: " + ROOT, "objectClass: domain", "dc: example");
        server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
        server.startListening();
    }

    void add(String username, String password) throws LDAPSDKException {
        server.add(
                "dn: uid=" + username + "," + PEOPLE,
                "objectClass: inetOrgPerson",
                "uid: " + username,
                "cn: First",
                "sn: Last",
                "mail: " + username + "@directory.example.org",
                "userPassword: " + password);
    }

    /**
     * Gives a realm the users of this directory, each with the role.
     *
     * @param imported whether Keycloak copies a user; otherwise they exist only in the directory, and ids begin with
     *     {@code f:}
     */
    void federate(TestRealm realm, boolean imported, String role) {
        String realmId = realm.admin().get(realm.adminPath("")).text("id");
        String id = realm.admin()
                .post(
                        realm.adminPath("/components"),
                        Map.of(
                                "name", "ldap",
                                "providerId", "ldap",
                                "providerType", "org.keycloak.storage.UserStorageProvider",
                                "parentId", realmId,
                                "config",
                                        Map.ofEntries(
                                                setting("enabled", "true"),
                                                setting("vendor", "other"),
                                                setting("connectionUrl", "ldap://127.0.0.1:" + server.getListenPort()),
                                                setting("authType", "simple"),
                                                setting("bindDn", ADMIN),
                                                setting("bindCredential", ADMIN_PASSWORD),
                                                setting("usersDn", PEOPLE),
                                                setting("usernameLDAPAttribute", "uid"),
                                                setting("rdnLDAPAttribute", "uid"),
                                                setting("uuidLDAPAttribute", "entryUUID"),
                                                setting("userObjectClasses", "inetOrgPerson"),
                                                setting("searchScope", "1"),
                                                setting("editMode", "READ_ONLY"),
                                                setting("importEnabled", Boolean.toString(imported)))))
                .expect(201)
                .header("Location");
        realm.admin()
                .post(
                        realm.adminPath("/components"),
                        Map.of(
                                "name", "role",
                                "providerId", "hardcoded-ldap-role-mapper",
                                "providerType", "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                                "parentId", id.substring(id.lastIndexOf('/') + 1),
                                "config", Map.ofEntries(setting("role", role))))
                .expect(201);
    }

    private static Map.Entry<String, List<String>> setting(String name, String value) {
        return Map.entry(name, List.of(value));
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}

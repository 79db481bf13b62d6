package io.caregate.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A realm for one test, gone when it is closed. */
public final class TestRealm implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Keycloak keycloak;
    private final String name;

    TestRealm(Keycloak keycloak, String name) {
        this.keycloak = keycloak;
        this.name = name;
    }

    /** A mapper that puts an audience into access tokens. */
    public static Map<String, Object> audience(String audience) {
        return Map.of(
                "name",
                "audience " + audience,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of(
                        "included.client.audience", audience,
                        "access.token.claim", "true",
                        "introspection.token.claim", "true",
                        "id.token.claim", "false"));
    }

    public String name() {
        return name;
    }

    public Oidc oidc() {
        return keycloak.oidc(name);
    }

    public Admin admin() {
        return keycloak.admin();
    }

    public Browser browser() {
        return keycloak.browser();
    }

    /** The path of this realm in the Admin API with what follows: {@code adminPath("/clients")}. */
    public String adminPath(String below) {
        return "/" + name + below;
    }

    /** Tries to register a client through the Admin API. */
    public Answer register(TestClient client) {
        return admin().post(adminPath("/clients"), client.json());
    }

    /** The realm's own administrator, with every right that there is in this realm and none in any other. */
    public Admin realmAdmin() {
        var boss = TestClient.service("realm-boss");
        register(boss).expect(201);
        admin().grantClientRole(name, admin().serviceAccountId(name, boss.id()), "realm-management", "realm-admin");
        return new Admin(keycloak.url(), () -> oidc().clientCredentials(boss));
    }

    /** Gives a realm role to a user. */
    public void grant(String username, String role) {
        admin().grant(name, admin().userId(name, username), role);
    }

    /** Takes a realm role away from a user. */
    public void revoke(String username, String role) {
        admin().revoke(name, admin().userId(name, username), role);
    }

    /**
     * The answer of the token endpoint after a user has signed in through the login page, by the code flow with PKCE,
     * in a new browser.
     */
    public Answer signIn(TestClient client, String username, String password, String... scopes) {
        return signIn(browser(), client, username, password, scopes);
    }

    /** The same in a given browser, which is signed in afterwards. */
    public Answer signIn(Browser browser, TestClient client, String username, String password, String... scopes) {
        var request = oidc().authorization(client).scope(scopes);
        var page = browser.open(request.uri());
        if (!page.hasRedirect()) {
            page = page.login(username, password);
        }
        return oidc().code(client, request, page.code());
    }

    @Override
    public void close() {
        keycloak.admin().deleteRealm(name);
    }

    /** What a realm shall hold. */
    public static final class Builder {
        private final Keycloak keycloak;
        private final ObjectNode json = Http.JSON.createObjectNode();
        private final Map<String, JsonNode> scopes = new LinkedHashMap<>();
        private final List<TestClient> clients = new ArrayList<>();
        private final Map<String, List<String>> serviceAccountRoles = new LinkedHashMap<>();

        Builder(Keycloak keycloak) {
            this.keycloak = keycloak;
            json.put("realm", "it-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
            json.put("enabled", true);
            // One round of PBKDF2 in place of Keycloak's Argon2, which is slow on purpose.
            json.put("passwordPolicy", "hashAlgorithm(pbkdf2-sha512) and hashIterations(1)");
            set("components", RealmKeys.components());
        }

        /** A name of one's own, where it matters. */
        public Builder name(String name) {
            return set("realm", name);
        }

        public Builder realmRole(String... roles) {
            for (String role : roles) {
                json.withArray("/roles/realm").addObject().put("name", role);
            }
            return this;
        }

        /** A user who can sign in with the password and no further step; the roles are realm roles. */
        public Builder user(String username, String password, String... roles) {
            var user = json.withArray("/users").addObject();
            user.put("username", username)
                    .put("enabled", true)
                    .put("email", username + "@example.org")
                    .put("emailVerified", true)
                    .put("firstName", "First")
                    .put("lastName", "Last");
            user.withArray("credentials")
                    .addObject()
                    .put("type", "password")
                    .put("value", password)
                    .put("temporary", false);
            List.of(roles).forEach(user.withArray("realmRoles")::add);
            return this;
        }

        public Builder client(TestClient client) {
            clients.add(client);
            return this;
        }

        /** A {@link TestClient#service(String) service} whose service account has these realm roles. */
        public Builder service(TestClient client, String... roles) {
            serviceAccountRoles.put(client.id(), List.of(roles));
            return client(client);
        }

        /**
         * An API that admits these roles: the resource server with {@code caregate.required-roles}, and an optional
         * client scope of the same name which puts it into the audience. Every client of the realm may ask for it.
         */
        public Builder protectedApi(String id, String... roles) {
            client(TestClient.resourceServer(id).attribute("caregate.required-roles", String.join("##", roles)));
            return optionalScope(id, audience(id));
        }

        /** A client scope that every client of the realm may ask for. */
        public Builder optionalScope(String scope, Object... mappers) {
            var node = Http.JSON.createObjectNode();
            node.put("name", scope).put("protocol", "openid-connect");
            node.withObject("/attributes").put("include.in.token.scope", "true");
            for (Object mapper : mappers) {
                node.withArray("/protocolMappers").add(Http.JSON.<JsonNode>valueToTree(mapper));
            }
            scopes.put(scope, node);
            return this;
        }

        /** Any field of Keycloak's RealmRepresentation. */
        public Builder set(String field, Object value) {
            json.set(field, Http.JSON.<JsonNode>valueToTree(value));
            return this;
        }

        /**
         * Creates it. Scopes and clients come after the realm, one by one: a realm that is imported with client scopes
         * does without Keycloak's own.
         */
        public TestRealm create() {
            var admin = keycloak.admin();
            var realm = new TestRealm(keycloak, json.path("realm").asText());
            admin.createRealm(json);
            scopes.forEach((name, scope) -> {
                String id = idOf(admin.post(realm.adminPath("/client-scopes"), scope));
                admin.put(realm.adminPath("/default-optional-client-scopes/" + id), "{}")
                        .expect(204);
            });
            clients.forEach(client -> realm.register(client).expect(201));
            serviceAccountRoles.forEach((clientId, roles) -> roles.forEach(
                    role -> admin.grant(realm.name(), admin.serviceAccountId(realm.name(), clientId), role)));
            return realm;
        }

        private static String idOf(Answer created) {
            String location = created.expect(201).header("Location");
            return location.substring(location.lastIndexOf('/') + 1);
        }
    }
}

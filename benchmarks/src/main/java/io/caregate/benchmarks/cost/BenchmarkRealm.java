package io.caregate.benchmarks.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.benchmarks.load.Connection;
import io.caregate.benchmarks.load.Request;
import io.caregate.server.BootstrapAdmin;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A realm that is made for the measurement, the same on every server, and two more with a cheap password hash. One of
 * these accepts each refresh token once.
 */
record BenchmarkRealm(URI server, String name, BootstrapAdmin bootstrap) {
    static final String USER = "alice";
    static final String PASSWORD = "correct horse battery staple";
    static final String SECRET = "secret-of-the-client";
    static final String API = "health-api";
    static final List<Integer> ROLES = List.of(1, 50, 500);
    static final List<Integer> REDIRECT_URIS = List.of(1, 10, 100);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHEAP = "-cheap";
    private static final String ROTATING = "-rotating";
    private static final String CHEAP_POLICY = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";
    private static final String ROLE = "therapist";
    private static final int DEPTH = 5;

    /** The same realm with a hash that costs next to nothing, so that the other costs of a login show. */
    BenchmarkRealm cheap() {
        return new BenchmarkRealm(server, name + CHEAP, bootstrap);
    }

    /** The cheap realm with Keycloak's own refresh token rotation, as in {@code realm-config}. */
    BenchmarkRealm rotating() {
        return new BenchmarkRealm(server, name + ROTATING, bootstrap);
    }

    URI uri(String path) {
        return URI.create(server + "/realms/" + name + path);
    }

    URI oidc(String endpoint) {
        return uri("/protocol/openid-connect/" + endpoint);
    }

    URI admin(String path) {
        return URI.create(server + "/admin/realms/" + name + path);
    }

    static String redirectUri(int number) {
        return "https://127.0.0.1/callback/" + number;
    }

    /** Makes all three realms over the Admin API. */
    static BenchmarkRealm create(URI server, BootstrapAdmin admin, String name, Subject subject, String receiver)
            throws IOException {
        BenchmarkRealm realm = new BenchmarkRealm(server, name, admin);
        try (Connection connection = new Connection(server)) {
            String token = realm.adminToken(connection);
            for (String kind : List.of("", CHEAP, ROTATING)) {
                connection
                        .send(Request.json(
                                URI.create(server + "/admin/realms"),
                                Map.of("Authorization", "Bearer " + token),
                                json(realm(name, kind, subject, receiver))))
                        .expect(201);
            }
        }
        return realm;
    }

    String adminToken(Connection connection) throws IOException {
        return connection
                .send(Request.form(
                        URI.create(server + "/realms/master/protocol/openid-connect/token"),
                        Map.of(),
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                bootstrap.clientId(),
                                "client_secret",
                                bootstrap.clientSecret())))
                .expect(200)
                .field("access_token");
    }

    static String newClient(String clientId) throws IOException {
        return json(Map.of(
                "clientId",
                clientId,
                "publicClient",
                true,
                "standardFlowEnabled",
                true,
                "implicitFlowEnabled",
                false,
                "directAccessGrantsEnabled",
                false,
                "attributes",
                Map.of("pkce.code.challenge.method", "S256"),
                "redirectUris",
                List.of(redirectUri(0))));
    }

    private static Map<String, Object> realm(String name, String kind, Subject subject, String receiver) {
        Map<String, Object> realm = new LinkedHashMap<>();
        realm.put("realm", name + kind);
        realm.put("enabled", true);
        realm.put("accessTokenLifespan", 300);
        realm.put("ssoSessionIdleTimeout", 36_000);
        realm.put("passwordPolicy", kind.isEmpty() ? "" : CHEAP_POLICY);
        realm.put("revokeRefreshToken", kind.equals(ROTATING));
        boolean store = subject == Subject.EVENT_STORE;
        realm.put("eventsEnabled", store);
        realm.put("adminEventsEnabled", store);
        realm.put("eventsListeners", subject.listeners());
        realm.put("attributes", subject.attributes(receiver));
        realm.put("roles", Map.of("realm", roles()));
        realm.put("groups", List.of(group(DEPTH)));
        realm.put("clients", clients());
        realm.put("users", users());
        return realm;
    }

    private static List<Map<String, Object>> roles() {
        List<Map<String, Object>> roles = new ArrayList<>();
        roles.add(Map.of("name", ROLE));
        roleNames(ROLES.get(ROLES.size() - 1)).forEach(role -> roles.add(Map.of("name", role)));
        return roles;
    }

    private static List<String> roleNames(int count) {
        return IntStream.range(0, count).mapToObj(number -> "role-" + number).toList();
    }

    private static Map<String, Object> group(int depth) {
        String name = "level-" + (DEPTH - depth);
        return depth == 1
                ? Map.of("name", name, "realmRoles", List.of(ROLE))
                : Map.of("name", name, "subGroups", List.of(group(depth - 1)));
    }

    private static List<Map<String, Object>> clients() {
        List<Map<String, Object>> clients = new ArrayList<>();
        clients.add(api());
        clients.add(service("backend", List.of()));
        clients.add(service("worker", List.of(audience())));
        ROLES.forEach(count -> clients.add(service("worker-" + count, List.of(audience()))));
        clients.add(service("worker-group", List.of(audience())));
        clients.add(web("web", false, 1));
        REDIRECT_URIS.forEach(count -> clients.add(web(count == 1 ? "app" : "app-" + count, true, count)));
        return clients;
    }

    private static Map<String, Object> api() {
        return Map.of(
                "clientId",
                API,
                "secret",
                SECRET,
                "publicClient",
                false,
                "standardFlowEnabled",
                false,
                "attributes",
                Map.of("caregate.required-roles", ROLE));
    }

    private static Map<String, Object> service(String clientId, List<Object> mappers) {
        return Map.of(
                "clientId",
                clientId,
                "secret",
                SECRET,
                "publicClient",
                false,
                "serviceAccountsEnabled",
                true,
                "standardFlowEnabled",
                false,
                "protocolMappers",
                mappers);
    }

    private static Map<String, Object> web(String clientId, boolean publicClient, int redirectUris) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("clientId", clientId);
        client.put("publicClient", publicClient);
        client.put("secret", SECRET);
        client.put("standardFlowEnabled", true);
        client.put("attributes", Map.of("pkce.code.challenge.method", "S256"));
        client.put(
                "redirectUris",
                IntStream.range(0, redirectUris)
                        .mapToObj(BenchmarkRealm::redirectUri)
                        .toList());
        client.put("protocolMappers", List.of(audience()));
        return client;
    }

    private static Map<String, Object> audience() {
        return Map.of(
                "name",
                API,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of("included.client.audience", API, "access.token.claim", "true"));
    }

    private static List<Map<String, Object>> users() {
        List<Map<String, Object>> users = new ArrayList<>();
        users.add(Map.of(
                "username",
                USER,
                "enabled",
                true,
                "email",
                "alice@example.org",
                "emailVerified",
                true,
                "firstName",
                "Alice",
                "lastName",
                "Example",
                "credentials",
                List.of(Map.of("type", "password", "value", PASSWORD)),
                "realmRoles",
                List.of(ROLE)));
        users.add(account("worker", List.of(ROLE), List.of()));
        for (int count : ROLES) {
            List<String> roles = new ArrayList<>(roleNames(count - 1));
            roles.add(ROLE);
            users.add(account("worker-" + count, roles, List.of()));
        }
        String path =
                IntStream.range(0, DEPTH).mapToObj(level -> "/level-" + level).reduce("", String::concat);
        users.add(account("worker-group", List.of(), List.of(path)));
        return users;
    }

    private static Map<String, Object> account(String client, List<String> roles, List<String> groups) {
        return Map.of(
                "username",
                "service-account-" + client,
                "enabled",
                true,
                "serviceAccountClientId",
                client,
                "realmRoles",
                roles,
                "groups",
                groups);
    }

    private static String json(Object value) throws IOException {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IOException(e);
        }
    }
}

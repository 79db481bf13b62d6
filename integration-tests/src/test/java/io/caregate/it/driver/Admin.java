package io.caregate.it.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.server.BootstrapAdmin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The Admin REST API, thin: {@code get}, {@code post}, {@code put} and {@code delete} return every answer. The named
 * methods are for setting up, and fail the test when the server refuses. Paths are below {@code /admin/realms}. Bodies
 * are JSON text or anything that Jackson can write.
 */
public final class Admin {
    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(15);

    private final URI server;
    private final Supplier<Answer> tokens;
    private String token = "";
    private Instant renewAt = Instant.MIN;

    /** The bootstrap administrator. */
    public Admin(URI server, BootstrapAdmin admin) {
        this(
                server,
                () -> Http.send(Http.formPost(
                        URI.create(server + "/realms/master/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_id", admin.clientId(),
                                "client_secret", admin.clientSecret()))));
    }

    /** The caller for whom a token endpoint gave these answers. */
    public Admin(URI server, Supplier<Answer> tokens) {
        this.server = server;
        this.tokens = tokens;
    }

    /** A valid access token. */
    public synchronized String token() {
        if (Instant.now().isAfter(renewAt)) {
            var answer = tokens.get().expect(200);
            token = answer.accessToken();
            renewAt = Instant.now()
                    .plusSeconds(answer.json().path("expires_in").asLong())
                    .minus(BEFORE_EXPIRY);
        }
        return token;
    }

    public Answer get(String path) {
        return send(path, HttpRequest.Builder::GET);
    }

    public Answer post(String path, Object body) {
        return send(path, request -> request.POST(json(body)));
    }

    /** For the few operations that take a form. */
    public Answer postForm(String path, Map<String, String> form) {
        return Http.send(Http.formPost(URI.create(server + "/admin/realms" + path), form)
                .header("Authorization", "Bearer " + token()));
    }

    public Answer put(String path, Object body) {
        return send(path, request -> request.PUT(json(body)));
    }

    public Answer delete(String path) {
        return send(path, HttpRequest.Builder::DELETE);
    }

    /** A DELETE with a body, which Keycloak requires for taking a role away. */
    public Answer delete(String path, Object body) {
        return send(path, request -> request.method("DELETE", json(body)));
    }

    /** Creates a realm. Use {@code post("", …)} if the test expects a refusal. */
    public void createRealm(Object realm) {
        post("", realm).expect(201);
    }

    public void deleteRealm(String realm) {
        delete("/" + realm).expect(204);
    }

    /** The stored client. */
    public JsonNode client(String realm, String clientId) {
        return only(get("/" + realm + "/clients?clientId=" + Http.encode(clientId)));
    }

    /** The id that paths use for a client. */
    public String clientUuid(String realm, String clientId) {
        return client(realm, clientId).path("id").asText();
    }

    public JsonNode user(String realm, String username) {
        return only(get("/" + realm + "/users?exact=true&username=" + Http.encode(username)));
    }

    public String userId(String realm, String username) {
        return user(realm, username).path("id").asText();
    }

    /** The user id of a client's service account. */
    public String serviceAccountId(String realm, String clientId) {
        return get("/" + realm + "/clients/" + clientUuid(realm, clientId) + "/service-account-user")
                .expect(200)
                .text("id");
    }

    public JsonNode role(String realm, String role) {
        return get("/" + realm + "/roles/" + Http.encode(role)).expect(200).json();
    }

    /** Gives a realm role to the user or service account with this id. */
    public void grant(String realm, String userId, String role) {
        post("/" + realm + "/users/" + userId + "/role-mappings/realm", List.of(role(realm, role)))
                .expect(204);
    }

    /** Gives a role of a client to the user or service account with this id. */
    public void grantClientRole(String realm, String userId, String clientId, String role) {
        String client = clientUuid(realm, clientId);
        JsonNode found = get("/" + realm + "/clients/" + client + "/roles/" + role)
                .expect(200)
                .json();
        post("/" + realm + "/users/" + userId + "/role-mappings/clients/" + client, List.of(found))
                .expect(204);
    }

    /** Takes a realm role away from the user or service account with this id. */
    public void revoke(String realm, String userId, String role) {
        delete("/" + realm + "/users/" + userId + "/role-mappings/realm", List.of(role(realm, role)))
                .expect(204);
    }

    private static JsonNode only(Answer list) {
        var all = list.expect(200).json();
        if (all.size() != 1) {
            throw new AssertionError(list.request() + " found " + all.size() + ", not one: " + list.body());
        }
        return all.get(0);
    }

    private Answer send(String path, Method method) {
        var request = Http.request(URI.create(server + "/admin/realms" + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json");
        return Http.send(method.of(request));
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        return HttpRequest.BodyPublishers.ofString(body instanceof String text ? text : Http.json(body));
    }

    private interface Method {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }
}

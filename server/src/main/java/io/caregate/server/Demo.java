package io.caregate.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The demo overlay of the realm {@code healthcare}: users and clients with public passwords and secrets. It is a file
 * for Keycloak's partial import, and is sent there unchanged; this class reads it only to say what is in it.
 */
final class Demo {
    static final String REALM = "healthcare";

    private final String overlay;
    private final List<User> users;
    private final Map<String, String> secrets;

    private Demo(String overlay) {
        this.overlay = overlay;
        Map<?, ?> json = Json.object(overlay);
        this.users = Json.objects(json, "users").stream()
                .filter(user -> !Json.objects(user, "credentials").isEmpty())
                .map(User::of)
                .toList();
        this.secrets = Json.objects(json, "clients").stream()
                .collect(Collectors.toMap(
                        client -> Json.string(client, "clientId"), client -> Json.string(client, "secret")));
    }

    static Demo in(Path realmConfig) throws IOException {
        return new Demo(Files.readString(realmConfig.resolve("demo").resolve("demo-overlay.json")));
    }

    List<User> users() {
        return users;
    }

    /** The secret of a demo client. */
    String secret(String clientId) {
        String secret = secrets.get(clientId);
        if (secret == null || secret.isEmpty()) {
            throw new IllegalArgumentException("The demo overlay has no client " + clientId + " with a secret");
        }
        return secret;
    }

    /**
     * Applies the overlay to the realm, through Keycloak's partial import.
     *
     * @throws IOException if Keycloak refuses it; with Keycloak's message
     */
    void importInto(KeycloakServer server) throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        var admin = server.admin();
        String form = "grant_type=client_credentials&client_id=" + encode(admin.clientId()) + "&client_secret="
                + encode(admin.clientSecret());
        String token = Json.string(
                Json.object(send(
                        client,
                        HttpRequest.newBuilder(
                                        URI.create(server.url() + "/realms/master/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)))),
                "access_token");
        send(
                client,
                HttpRequest.newBuilder(URI.create(server.url() + "/admin/realms/" + REALM + "/partialImport"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(overlay)));
    }

    private static String send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * A user who can sign in.
     *
     * @param name the username
     * @param password public
     */
    record User(String name, String password) {
        private static User of(Map<?, ?> user) {
            return new User(
                    Json.string(user, "username"),
                    Json.string(Json.objects(user, "credentials").get(0), "value"));
        }
    }
}

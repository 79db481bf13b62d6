package io.caregate.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The authentication device of CIBA, as Keycloak's HTTP channel expects one: Keycloak asks it, and it answers later,
 * when a test lets the user approve or deny.
 */
public final class CibaDevice implements AutoCloseable {
    private static final String NOTIFICATIONS = "/notifications";

    private final HttpServer server;
    private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public CibaDevice() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
        server.createContext(NOTIFICATIONS, this::notified);
        server.start();
    }

    /** The option that makes Keycloak ask this device. */
    public String option() {
        return "--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=" + address("/");
    }

    /** A notification endpoint of clients in ping mode (OpenID CIBA 1.0, section 10.2). */
    public String notificationEndpoint() {
        return address(NOTIFICATIONS);
    }

    /** What Keycloak has sent to that, oldest first. */
    public List<JsonNode> notifications() {
        return List.copyOf(notifications);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The user with this login hint says yes; what Keycloak answers to that. */
    public Answer approve(Oidc oidc, String loginHint) {
        return answer(oidc, loginHint, "SUCCEED");
    }

    /** The user with this login hint says no. */
    public Answer deny(Oidc oidc, String loginHint) {
        return answer(oidc, loginHint, "UNAUTHORIZED");
    }

    /** The token that came with the last request for this login hint, and by which the device answers. */
    public String token(String loginHint) {
        return last(loginHint).authorization().substring("Bearer ".length());
    }

    private Request last(String loginHint) {
        return requests.stream()
                .filter(each -> each.loginHint().equals(loginHint))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("Keycloak has not asked for " + loginHint));
    }

    private Answer answer(Oidc oidc, String loginHint, String status) {
        var request = last(loginHint);
        return Http.send(Http.request(URI.create(oidc.endpoint("ext/ciba/auth") + "/callback"))
                .header("Authorization", request.authorization())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Http.json(Map.of("status", status)))));
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = Http.JSON.readTree(exchange.getRequestBody());
            requests.add(new Request(
                    body.path("login_hint").asText(),
                    exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(201, -1);
        }
    }

    private void notified(HttpExchange exchange) throws IOException {
        try (exchange) {
            notifications.add(Http.JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Request(String loginHint, String authorization) {}
}

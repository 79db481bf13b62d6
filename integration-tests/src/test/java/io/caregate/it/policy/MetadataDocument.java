package io.caregate.it.policy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.TestRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A client's metadata document (draft-ietf-oauth-client-id-metadata-document), at the address that is the client's
 * name.
 */
final class MetadataDocument implements AutoCloseable {
    /** Keycloak reads a document again after a second. */
    static final String OPTION = "--spi-client-policy-executor--client-id-metadata-document--min-cache-time=0";

    private static final String HOST = "127.0.0.1";

    private final HttpServer server;
    private volatile String redirectUri = "";

    MetadataDocument() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    private String address() {
        return "http://" + HOST + ":" + server.getAddress().getPort() + "/client";
    }

    /** The client, whose document names this redirect URI from now on. */
    TestClient of(String redirectUri) {
        this.redirectUri = redirectUri;
        return TestClient.publicApp(address()).redirectUris(redirectUri);
    }

    /** Makes a realm accept clients by documents from this host, as its administrator does. */
    void trust(TestRealm realm, Admin admin) {
        admin.put(
                        realm.adminPath("/client-policies/profiles"),
                        Map.of(
                                "profiles",
                                List.of(Map.of(
                                        "name",
                                        "documents",
                                        "executors",
                                        List.of(Map.of(
                                                "executor",
                                                "client-id-metadata-document",
                                                "configuration",
                                                Map.of(
                                                        "cimd-allow-http-scheme",
                                                        true,
                                                        "cimd-allow-permitted-domains",
                                                        List.of(HOST, "app.example.org", "evil.example"))))))))
                .expect(204);
        admin.put(
                        realm.adminPath("/client-policies/policies"),
                        Map.of(
                                "policies",
                                List.of(Map.of(
                                        "name",
                                        "documents",
                                        "enabled",
                                        true,
                                        "conditions",
                                        List.of(Map.of(
                                                "condition",
                                                "client-id-uri",
                                                "configuration",
                                                Map.of(
                                                        "client-id-uri-scheme",
                                                        List.of("http"),
                                                        "client-id-uri-allow-permitted-domains",
                                                        List.of(HOST)))),
                                        "profiles",
                                        List.of("documents")))))
                .expect(204);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = ("{\"client_id\":\"" + address() + "\",\"client_name\":\"By document\",\"redirect_uris\":[\""
                            + redirectUri + "\"]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

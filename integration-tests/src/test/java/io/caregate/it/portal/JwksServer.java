package io.caregate.it.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caregate.it.fixture.KeyFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A developer's own server with a JWK Set: https on the loopback address, with its own certificate for localhost. */
final class JwksServer implements AutoCloseable {
    private final HttpsServer server;
    private final Path certificate;
    private final AtomicReference<String> keys;

    private JwksServer(HttpsServer server, Path certificate, AtomicReference<String> keys) {
        this.server = server;
        this.certificate = certificate;
        this.keys = keys;
    }

    static JwksServer start(Path folder) throws IOException {
        KeyFile key = KeyFile.make(folder, "jwks", "dns:localhost");
        AtomicReference<String> keys = new AtomicReference<>("{}");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(key.tls()));
        server.createContext("/jwks.json", exchange -> {
            byte[] body = keys.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return new JwksServer(server, key.certificate(), keys);
    }

    void serve(Map<String, ?> jwks) {
        try {
            keys.set(new ObjectMapper().writeValueAsString(jwks));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    String address() {
        return "https://localhost:" + server.getAddress().getPort() + "/jwks.json";
    }

    /** The certificate, in PEM, that a server has to trust to fetch from here. */
    Path certificate() {
        return certificate;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

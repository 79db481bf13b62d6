package io.caregate.sampleapi;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A realm's addresses, with keys that the test owns: Keycloak never gives its own away. */
public final class FakeRealm implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger askedForSmart = new AtomicInteger();
    private volatile List<JWK> keys = List.of();
    private volatile String cacheControl = "no-cache";
    private volatile int status = 200;
    private volatile boolean stopsAfterHeaders;
    private volatile String smart = "{\"capabilities\":[\"permission-v2\"]}";

    public FakeRealm() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/realms/test/protocol/openid-connect/certs", exchange -> {
            asked.incrementAndGet();
            answer(exchange, new JWKSet(keys).toString());
        });
        server.createContext("/realms/test/.well-known/smart-configuration", exchange -> {
            askedForSmart.incrementAndGet();
            answer(exchange, smart);
        });
        server.start();
    }

    public static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/test";
    }

    public URI keysAddress() {
        return URI.create(issuer() + "/protocol/openid-connect/certs");
    }

    public void publish(JWK... published) {
        keys = List.of(published);
    }

    public void cacheControl(String header) {
        cacheControl = header;
    }

    public void answers(int code) {
        status = code;
    }

    /** The content of the SMART configuration. */
    public void says(String smartConfiguration) {
        smart = smartConfiguration;
    }

    /** Answers still start, but no longer end. */
    public void stopsAfterHeaders() {
        stopsAfterHeaders = true;
    }

    public URI smartConfigurationAddress() {
        return URI.create(issuer() + "/.well-known/smart-configuration");
    }

    /** The number of requests for the SMART configuration. */
    public int askedForSmart() {
        return askedForSmart.get();
    }

    /** The number of requests for the keys. */
    public int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Cache-Control", cacheControl);
        exchange.sendResponseHeaders(status, bytes.length);
        if (stopsAfterHeaders) {
            return;
        }
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

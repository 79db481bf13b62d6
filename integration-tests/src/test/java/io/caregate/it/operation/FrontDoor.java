package io.caregate.it.operation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The entry to a cluster. It behaves like a reverse proxy that is configured as in {@code containers/haproxy}: it asks
 * every node whether it is ready, distributes requests over those that are (over all of them if none is), and sends a
 * request to another node only if the first could not be reached. There are no sticky sessions here: each of a
 * browser's requests goes to the next node, which is the harder case for the nodes.
 */
final class FrontDoor implements AutoCloseable {
    private static final Duration CHECK = Duration.ofMillis(500);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int BAD_GATEWAY = 502;
    /** Headers of one connection only, or written by the client itself. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "host", "content-length", "transfer-encoding", "upgrade", "http2-settings");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final HttpServer door;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor();
    private final List<KeycloakServer> nodes = new CopyOnWriteArrayList<>();
    private final Set<KeycloakServer> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    FrontDoor() {
        try {
            door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        door.createContext("/", this::handle);
        door.setExecutor(workers);
        door.start();
        checks.scheduleWithFixedDelay(this::check, 0, CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + door.getAddress().getPort());
    }

    /** Also sends requests to this node, once it reports that it is ready. */
    void add(KeycloakServer node) {
        nodes.add(node);
    }

    void remove(KeycloakServer node) {
        nodes.remove(node);
        ready.remove(node);
    }

    private void check() {
        for (KeycloakServer node : nodes) {
            if (saysReady(node)) {
                ready.add(node);
            } else {
                ready.remove(node);
            }
        }
        ready.retainAll(nodes);
    }

    private boolean saysReady(KeycloakServer node) {
        var request = HttpRequest.newBuilder(URI.create(node.managementUrl() + "/health/ready"))
                .timeout(CHECK_TIMEOUT)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String failure = "no node";
            for (KeycloakServer node : inTurn()) {
                try {
                    answer(
                            exchange,
                            http.send(forwarded(exchange, node, body), HttpResponse.BodyHandlers.ofByteArray()));
                    return;
                } catch (ConnectException notReached) {
                    failure = node.url() + ": " + notReached;
                } catch (IOException broken) {
                    failure = node.url() + ": " + broken;
                    break;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
            byte[] text = failure.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(BAD_GATEWAY, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    /** The nodes in the order in which this request may try them. */
    private List<KeycloakServer> inTurn() {
        List<KeycloakServer> candidates = new ArrayList<>(nodes);
        candidates.removeIf(node -> !ready.contains(node));
        if (candidates.isEmpty()) {
            candidates.addAll(nodes);
        }
        if (!candidates.isEmpty()) {
            Collections.rotate(candidates, turn.incrementAndGet() % candidates.size());
        }
        return candidates;
    }

    private static HttpRequest forwarded(HttpExchange exchange, KeycloakServer node, byte[] body) {
        var request = HttpRequest.newBuilder(node.url().resolve(exchange.getRequestURI()))
                .timeout(TIMEOUT)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        // Java's server closes connections that are idle, or too many, while a client may be sending on them. A POST is
        // not sent again.
        exchange.getResponseHeaders().set("Connection", "close");
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        checks.shutdownNow();
        door.stop(0);
        workers.shutdownNow();
    }
}

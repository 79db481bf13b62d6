package io.caregate.audit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;

/** An HTTP server that remembers what it was sent and answers as a test says. */
public final class TestReceiver implements AutoCloseable {
    private static final int BUSY = 503;

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Function<Request, Answer> answers = request -> new Answer(200, "");

    /** Starts it on a free port of the loopback address. */
    public TestReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(request);
        Answer answer = answers.apply(request);
        if (answer.status() == BUSY) {
            exchange.getResponseHeaders().add("Retry-After", "7");
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Sets what is answered from now on. */
    public void answering(Function<Request, Answer> answers) {
        this.answers = answers;
    }

    /** Sets the same answer for every request. */
    public void answering(int status, String body) {
        answering(request -> new Answer(status, body));
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** This many entries, whose numbers and ids begin at 1, and then a checkpoint. */
    public static Batch batch(int entries) {
        List<Item> items = new ArrayList<>(IntStream.rangeClosed(1, entries)
                .<Item>mapToObj(TestReceiver::entry)
                .toList());
        items.add(new Item.OfCheckpoint(
                new StoredCheckpoint(1, entries, Instant.parse("2026-01-31T08:15:01Z"), "test/audit\n" + entries)));
        return new Batch(items);
    }

    private static Item entry(int seq) {
        String payload = "{\"details\":{\"username\":\"al\\\"ice\"},\"error\":\"user_not_found\",\"id\":\"id-" + seq
                + "\",\"ip\":\"192.0.2.7\",\"node\":\"keycloak-0\",\"realm\":\"healthcare\","
                + "\"time\":\"2026-01-31T08:15:00.123Z\",\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\","
                + "\"type\":\"LOGIN_ERROR\"}";
        return new Item.OfEntry(new SealedEntry(seq, "id-" + seq, "realm-id", payload), "leaf", "salt");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A request as it came. */
    public record Request(String path, Map<String, List<String>> headers, String body) {
        /** The first value of a header, whose name begins with its only capital; empty if there is none. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /** An answer. One with 503 asks for a wait of 7 s. */
    public record Answer(int status, String body) {}
}

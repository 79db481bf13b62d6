package io.caregate.audit.verify.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.auditlog.tree.AddCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The witness over HTTP: {@code POST /add-checkpoint} and {@code GET /<origin hash>/checkpoint}. It has no TLS of its
 * own: a proxy in front of it has. A client that is slow is disconnected, and a body that is too long is not read.
 */
final class WitnessServer implements AutoCloseable {
    private static final Pattern MONITOR = Pattern.compile("/([0-9a-f]{64})/checkpoint");
    private static final int MOST_BYTES = 96 * 1024;
    private static final int THREADS = 8;

    private final Witness witness;
    private final PrintWriter err;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;

    WitnessServer(Witness witness, InetSocketAddress listen, PrintWriter err) throws IOException {
        this.witness = witness;
        this.err = err;
        // Seconds for a request and for its answer. The JDK reads them when its server's class is loaded.
        System.setProperty("sun.net.httpserver.maxReqTime", "20");
        System.setProperty("sun.net.httpserver.maxRspTime", "20");
        server = HttpServer.create(listen, 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
    }

    void start() {
        server.start();
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                reply = reply(exchange);
            } catch (IOException | RuntimeException e) {
                err.println("a request failed: " + e);
                err.flush();
                reply = Reply.of(500, "the witness failed, see its output\n");
            }
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher monitor = MONITOR.matcher(path);
        boolean add = path.equals(AddCheckpoint.PATH);
        if (!add && !monitor.matches()) {
            return Reply.of(404, "there is no such address\n");
        }
        String method = add ? "POST" : "GET";
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            return Reply.of(405, "use " + method + "\n");
        }
        if (!add) {
            Optional<String> newest = witness.newest(monitor.group(1));
            return newest.map(note -> Reply.of(200, note))
                    .orElse(Reply.of(404, "this witness has cosigned nothing of that log\n"));
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        return body.length > MOST_BYTES
                ? Reply.of(413, "the request is longer than " + MOST_BYTES + " bytes\n")
                : witness.add(new String(body, StandardCharsets.UTF_8));
    }
}

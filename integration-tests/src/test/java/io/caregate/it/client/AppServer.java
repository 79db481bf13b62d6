package io.caregate.it.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.it.fixture.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The web server of a single-page application: {@code src/test/npm/page}, and below {@code /lib} the packages of npm.
 */
final class AppServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private AppServer(HttpServer server) {
        this.server = server;
    }

    /** On a free port of the loopback address. */
    static AppServer start() {
        Node node = Node.found();
        try {
            var app = new AppServer(HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0));
            Path packages = node.installed(".").normalize();
            app.server.createContext("/", exchange -> answer(exchange, packages.resolveSibling("page"), "/"));
            app.server.createContext("/lib/", exchange -> answer(exchange, packages, "/lib/"));
            app.server.setExecutor(app.threads);
            app.server.start();
            return app;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Path folder, String context) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(context.length());
        Path file = folder.resolve(path.isEmpty() ? "index.html" : path).normalize();
        try (exchange) {
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders()
                    .set("Content-Type", file.toString().endsWith(".html") ? "text/html" : "text/javascript");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package io.caregate.it.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.it.fixture.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The web server of a single-page application: {@code src/test/npm/page}, and below {@code /lib} the packages of npm.
 */
final class AppServer implements AutoCloseable {
    private final HttpServer server;
    private final Path folder;
    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private AppServer(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** On a free port of the loopback address. */
    static AppServer start() {
        Node node = Node.found();
        try {
            Path packages = node.installed(".").normalize();
            var app = new AppServer(
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0),
                    packages.resolveSibling("page"));
            app.server.createContext("/", exchange -> {
                byte[] page = app.pages.get(exchange.getRequestURI().getPath());
                if (page == null) {
                    answer(exchange, app.folder, "/");
                } else {
                    send(exchange, "text/html", page);
                }
            });
            app.server.createContext("/lib/", exchange -> answer(exchange, packages, "/lib/"));
            app.server.setExecutor(app.threads);
            app.server.start();
            return app;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page that runs this module, which finds the packages by their names; instead of the one that was there. */
    void page(String path, String module) {
        try {
            String index = Files.readString(folder.resolve("index.html"));
            byte[] page = index.replace(" src=\"/page.mjs\"></script>", ">\n" + module + "</script>")
                    .getBytes(StandardCharsets.UTF_8);
            pages.put(path, page);
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
            String type = file.toString().endsWith(".html") ? "text/html" : "text/javascript";
            send(exchange, type, Files.readAllBytes(file));
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] content) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
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

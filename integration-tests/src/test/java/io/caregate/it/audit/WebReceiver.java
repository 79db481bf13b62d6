package io.caregate.it.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caregate.it.fixture.KeyFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web receiver over TLS that behaves as the test wants, and remembers the entries that it has confirmed. */
final class WebReceiver implements AutoCloseable {
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
    private static final Pattern CHECKPOINT = Pattern.compile("\"type\":\"CAREGATE_AUDIT_CHECKPOINT\"");

    private final KeyFile good;
    private final KeyFile bad;
    private final List<Long> taken = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore never = new Semaphore(0);
    private final int port;
    private ExecutorService threads;
    private HttpsServer server;
    private volatile Behaviour behaviour = Behaviour.TAKE;
    private volatile boolean remember = true;
    private volatile Runnable beforeAnswer = () -> {};
    private volatile int checkpoints;
    private volatile int requests;

    enum Behaviour {
        TAKE,
        BUSY,
        BROKEN,
        SILENT,
        DRIP,
        POISONED
    }

    /** One with its own certificate for 127.0.0.1. */
    WebReceiver(Path folder) throws IOException {
        this.good = KeyFile.make(folder, "good", "ip:127.0.0.1");
        this.bad = KeyFile.make(folder, "bad", "dns:elsewhere.example");
        this.port = open(good, 0);
    }

    int port() {
        return port;
    }

    /** The certificate that the sender has to trust. */
    Path certificate() {
        return good.certificate();
    }

    void behave(Behaviour how) {
        behaviour = how;
    }

    /** Runs once, after the next batch is taken and before that is confirmed. */
    void beforeNextAnswer(Runnable what) {
        beforeAnswer = what;
    }

    /** Stops keeping the texts, for large numbers of entries. */
    void forgetTexts() {
        remember = false;
        bodies.clear();
    }

    /** Stops listening. */
    void shut() {
        server.stop(0);
        threads.shutdownNow();
    }

    void openAgain() throws Exception {
        open(good, port);
    }

    /** Listens with an untrusted certificate that is for another name. */
    void openAsImpostor() throws Exception {
        open(bad, port);
    }

    /** The numbers of the entries that were taken, in order of arrival. */
    List<Long> taken() {
        synchronized (taken) {
            return List.copyOf(taken);
        }
    }

    int checkpoints() {
        return checkpoints;
    }

    int requests() {
        return requests;
    }

    List<String> bodies() {
        synchronized (bodies) {
            return List.copyOf(bodies);
        }
    }

    @Override
    public void close() {
        never.release(1000);
        shut();
    }

    private int open(KeyFile key, int wanted) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(key.tls()));
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/hook", this::handle);
        server.start();
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests++;
        switch (behaviour) {
            case TAKE -> take(exchange, body);
            case BUSY -> {
                exchange.getResponseHeaders().set("Retry-After", "3");
                exchange.sendResponseHeaders(429, -1);
            }
            case BROKEN -> exchange.sendResponseHeaders(500, -1);
            case SILENT -> pause();
            case DRIP -> drip(exchange);
            case POISONED -> {
                if (body.contains("poison-client")) {
                    exchange.sendResponseHeaders(422, -1);
                } else {
                    take(exchange, body);
                }
            }
        }
        exchange.close();
    }

    private synchronized void take(HttpExchange exchange, String body) throws IOException {
        Matcher seq = SEQ.matcher(body);
        while (seq.find()) {
            taken.add(Long.valueOf(seq.group(1)));
        }
        checkpoints += (int) CHECKPOINT.matcher(body).results().count();
        if (remember) {
            bodies.add(body);
        }
        Runnable once = beforeAnswer;
        beforeAnswer = () -> {};
        once.run();
        exchange.sendResponseHeaders(204, -1);
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100_000);
        try (OutputStream out = exchange.getResponseBody()) {
            while (behaviour == Behaviour.DRIP && !never.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            while (behaviour == Behaviour.SILENT && !never.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                // It does not answer.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

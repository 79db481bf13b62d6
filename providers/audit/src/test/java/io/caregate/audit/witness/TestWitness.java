package io.caregate.audit.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.auditlog.tree.AddCheckpoint;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A witness that behaves as the test wants. Honest, it does what C2SP tlog-witness says. */
final class TestWitness implements AutoCloseable {
    final NoteSigner signer;
    final AtomicInteger requests = new AtomicInteger();
    private final NoteSigner other;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore never = new Semaphore(0);
    private final HttpServer server;
    private volatile Behaviour behaviour = Behaviour.HONEST;
    private volatile Duration clock = Duration.ZERO;
    private volatile Checkpoint last;

    enum Behaviour {
        HONEST,
        SILENT,
        WRONG_KEY,
        OTHER_TEXT,
        JUNK,
        ENDLESS,
        UNKNOWN_LOG,
        UNKNOWN_KEY,
        REFUSES,
        OLD_SIZE,
        OTHER_SIZES,
        LARGER_SIZE,
        NEXT_SIZE,
        PAST,
        FUTURE,
        FAR_FUTURE,
        NO_SIZE,
        FAULT,
        REDIRECT
    }

    TestWitness(String name) throws IOException {
        signer = NoteSigner.ofPem(name, NoteSigner.newPem());
        other = NoteSigner.ofPem(name, NoteSigner.newPem());
        last = Checkpoint.of("none", 0, new TreeHasher().empty());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/prefix/add-checkpoint", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Its line in a policy. */
    String line(String name) {
        return "witness " + name + " " + signer.witnessKey() + " http://127.0.0.1:"
                + server.getAddress().getPort() + "/prefix/\n";
    }

    void behave(Behaviour how) {
        behaviour = how;
    }

    /** Its clock is ahead by this. */
    void ahead(Duration by) {
        clock = by;
    }

    /** What it has cosigned last. */
    Checkpoint last() {
        return last;
    }

    void forget(Checkpoint instead) {
        last = instead;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        AddCheckpoint request = AddCheckpoint.parse(body);
        SignedNote note = SignedNote.parse(request.checkpoint());
        switch (behaviour) {
            case HONEST -> honest(exchange, request, note);
            case SILENT -> never.acquireUninterruptibly();
            case WRONG_KEY ->
                send(exchange, 200, other.cosign(note.text(), Instant.now()).line());
            case OTHER_TEXT ->
                send(exchange, 200, signer.cosign("other\n", Instant.now()).line());
            case JUNK -> send(exchange, 200, "<html>\u0000</html>");
            case ENDLESS -> endless(exchange);
            case UNKNOWN_LOG -> send(exchange, 404, "");
            case UNKNOWN_KEY -> send(exchange, 403, "");
            case REFUSES -> send(exchange, 422, "");
            case OLD_SIZE -> send(exchange, 409, request.oldSize() + "\n");
            case OTHER_SIZES -> send(exchange, 409, (requests.get() % 2) + "\n");
            case LARGER_SIZE -> send(exchange, 409, "1000000\n");
            case NEXT_SIZE -> send(exchange, 409, (Checkpoint.parse(note.text()).size() + 1) + "\n");
            case PAST -> cosign(exchange, note, Instant.now().minusSeconds(330));
            case FUTURE -> cosign(exchange, note, Instant.now().plusSeconds(330));
            case FAR_FUTURE -> cosign(exchange, note, Instant.ofEpochSecond(9_300_000_000_000_000L));
            case NO_SIZE -> send(exchange, 409, "many");
            case FAULT -> send(exchange, 500, "");
            case REDIRECT -> {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
                send(exchange, 307, "");
            }
        }
    }

    private synchronized void honest(HttpExchange exchange, AddCheckpoint request, SignedNote note) throws IOException {
        Checkpoint next = Checkpoint.parse(note.text());
        if (request.oldSize() != last.size()) {
            send(exchange, 409, last.size() + "\n");
            return;
        }
        boolean proved = new ProofVerifier(new TreeHasher())
                .consistent(last.size(), last.rootBytes(), next.size(), next.rootBytes(), request.proof());
        if (proved) {
            last = next;
        }
        send(
                exchange,
                proved ? 200 : 422,
                proved ? signer.cosign(note.text(), Instant.now().plus(clock)).line() : "");
    }

    private void cosign(HttpExchange exchange, SignedNote note, Instant time) throws IOException {
        send(exchange, 200, signer.cosign(note.text(), time).line());
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write("\u2014 a b\n".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

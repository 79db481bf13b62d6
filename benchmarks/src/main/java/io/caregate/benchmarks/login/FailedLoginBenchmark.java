package io.caregate.benchmarks.login;

import com.sun.net.httpserver.HttpServer;
import io.caregate.benchmarks.load.Connection;
import io.caregate.benchmarks.load.Latencies;
import io.caregate.benchmarks.load.Load;
import io.caregate.benchmarks.load.Operation;
import io.caregate.benchmarks.load.Request;
import io.caregate.server.BootstrapAdmin;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/**
 * Prints a table of the cost of a failed client login with each {@link Variant}, on PostgreSQL and a server in
 * production mode. All variants are run in turn, once in each round, so that other activity on the machine does not
 * affect only one of them. For each figure the table shows the median and, in brackets, the least and the greatest.
 *
 * <p>System properties: {@code caregate.server.folder} (target folder of the module {@code server}), {@code db.url},
 * {@code db.user}, {@code db.password}; and, if the defaults do not suit, {@code rounds} (3), {@code clients} (8),
 * {@code seconds} (15), {@code warmup} (20), {@code rate} (300 a second), {@code variants}, {@code phasetwo.jar}, and
 * {@code disk}, a folder on the database's disk. The database must be empty.
 */
public final class FailedLoginBenchmark {
    private static final int REFUSED = 401;

    private final int clients = Integer.getInteger("clients", 8);
    private final Duration warmup = Duration.ofSeconds(Integer.getInteger("warmup", 20));
    private final Duration duration = Duration.ofSeconds(Integer.getInteger("seconds", 15));
    private final int rate = Integer.getInteger("rate", 300);
    private final Path serverTarget = Path.of(System.getProperty("caregate.server.folder", "server/target"));
    private final Path disk = Path.of(System.getProperty("disk", System.getProperty("java.io.tmpdir")));
    private final BootstrapAdmin admin = BootstrapAdmin.random();
    private final Map<Variant, List<Latencies>> full = new EnumMap<>(Variant.class);
    private final Map<Variant, List<Latencies>> paced = new EnumMap<>(Variant.class);

    private FailedLoginBenchmark() {}

    /** Runs all rounds and prints the table. */
    public static void main(String[] arguments) throws Exception {
        var benchmark = new FailedLoginBenchmark();
        List<Variant> variants = Arrays.stream(System.getProperty("variants", "NONE,CAREGATE,EVENT_STORE,PHASETWO")
                        .split(",", -1))
                .map(Variant::valueOf)
                .filter(Variant::isPossible)
                .toList();
        for (int round = 1; round <= Integer.getInteger("rounds", 3); round++) {
            for (Variant variant : variants) {
                benchmark.measure(variant, round);
            }
        }
        benchmark.printTable();
    }

    private void measure(Variant variant, int round) throws IOException, InterruptedException {
        HttpServer receiver = receiver();
        try (KeycloakServer server =
                variant.in(builder(), serverTarget.resolve("providers")).start()) {
            URI to = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
            String name = variant.name().toLowerCase(Locale.ROOT) + "-" + System.currentTimeMillis();
            URI token = Realm.create(server.url(), admin, name, variant, to);
            Operation.Opener wrong = connection -> wrongSecret(connection, token);
            new Load(token, clients, warmup, 0).run(wrong);
            keep(full, variant, round, new Load(token, clients, duration, 0).run(wrong));
            keep(paced, variant, round, new Load(token, clients, duration, rate).run(wrong));
            System.out.printf(Locale.ROOT, "round %d, flushes of the disk: %s%n", round, Disk.flushes(disk));
        } finally {
            receiver.stop(0);
        }
    }

    private static Operation wrongSecret(Connection connection, URI token) {
        Request request = Request.form(
                token,
                Map.of(),
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "backend",
                        "client_secret", "wrong"));
        return () -> connection.send(request).expect(REFUSED);
    }

    private static void keep(Map<Variant, List<Latencies>> to, Variant variant, int round, Latencies measured) {
        to.computeIfAbsent(variant, key -> new ArrayList<>()).add(measured);
        System.out.printf(Locale.ROOT, "round %d, %s: %s%n", round, variant.title(), measured);
    }

    private ServerBuilder builder() {
        return KeycloakServer.in(serverTarget)
                .admin(admin)
                .optimizingCompiler()
                .option("--metrics-enabled=true")
                .postgres(
                        System.getProperty("db.url"),
                        System.getProperty("db.user"),
                        System.getProperty("db.password", ""));
    }

    private static HttpServer receiver() throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "receiver");
            thread.setDaemon(true);
            return thread;
        }));
        receiver.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        return receiver;
    }

    private void printTable() {
        System.out.printf(
                "%n| | failures/s, %d clients | p50 | p99 | at %d/s: p50 | p90 | p99"
                        + " |%n|---|---|---|---|---|---|---|%n",
                clients, rate);
        full.forEach((variant, all) -> System.out.printf(
                "| %s | %s | %s | %s | %s | %s | %s |%n",
                variant.title(),
                cell("%.0f", all, Latencies::perSecond),
                cell("%.1f", all, measured -> measured.percentileMillis(50)),
                cell("%.1f", all, measured -> measured.percentileMillis(99)),
                cell("%.1f", pacedOf(variant), measured -> measured.percentileMillis(50)),
                cell("%.1f", pacedOf(variant), measured -> measured.percentileMillis(90)),
                cell("%.1f", pacedOf(variant), measured -> measured.percentileMillis(99))));
    }

    private List<Latencies> pacedOf(Variant variant) {
        return paced.getOrDefault(variant, List.of());
    }

    private static String cell(String format, List<Latencies> all, ToDoubleFunction<Latencies> figure) {
        List<Double> values =
                new ArrayList<>(all.stream().map(figure::applyAsDouble).toList());
        Collections.sort(values);
        return String.format(
                Locale.ROOT,
                format + " (" + format + "–" + format + ")",
                values.get(values.size() / 2),
                values.get(0),
                values.get(values.size() - 1));
    }
}

package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.audit.record.Tables;
import io.caregate.audit.seal.Sealer;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delivering from PostgreSQL by several nodes. Each is a separate process that is stopped at the worst moment, and
 * wakes up.
 */
@Needs(POSTGRES)
final class DeliverIT {
    private static final String ORIGIN = "it.example.org/audit";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** PostgreSQL ends the connection of a node that stands still in a transaction after 10 s. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    private static final int BATCH = 50;
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    @TempDir
    private Path folder;

    private final List<Message> messages = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Process> nodes = new HashMap<>();
    private Postgres postgres;
    private AuditDatabase database;
    private NoteSigner signer;
    private Sealer sealer;
    private HttpServer receiver;
    private SealedFiles files;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgres.start();
        database = new AuditDatabase(postgres);
        database.migrate(Integer.MAX_VALUE);
        signer = NoteSigner.ofPem(ORIGIN, NoteSigner.newPem());
        sealer = new Sealer(
                () -> DriverManager.getConnection(database.url()), Tables.in(null), Optional.of(signer), "sealer");
        sealer.start();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.createContext("/hook", this::take);
        receiver.start();
        files = new SealedFiles(folder.resolve("log"));
        Files.writeString(
                folder.resolve("secret"), "whsec_" + Base64.getEncoder().encodeToString(new byte[32]));
    }

    @AfterEach
    void stop() throws Exception {
        for (Process node : nodes.values()) {
            node.destroyForcibly().waitFor();
        }
        if (receiver != null) {
            receiver.stop(0);
        }
        if (sealer != null) {
            sealer.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void zombieWhenStoppedBeforeItsBatchThenAtMostThatOneComesAgainAndNoCursorGoesBack() throws Exception {
        capture("a", 3 * BATCH);
        node("zero");
        awaitDelivered();
        end("zero");

        // It continues with the existing file.
        node("zombie");
        tell("zombie", "hold webhook");
        capture("b", BATCH);
        await().atMost(PATIENCE).until(() -> log("zombie").contains("held webhook"));
        await().atMost(PATIENCE).until(() -> cursor("file") == sealed());
        tell("zombie", "hold file");
        capture("c", 4 * BATCH);
        await().atMost(PATIENCE).until(() -> log("zombie").contains("held file"));
        signal("zombie", "STOP");
        int before = messages.size();
        long inFile = cursor("file");
        expire("sink-webhook");
        expire("sink-file");

        node("successor");
        await().atMost(PATIENCE).until(() -> cursor("webhook") == sealed());
        await().atMost(PATIENCE).until(() -> fault("file").equals("another process writes to the newest file"));
        assertThat(cursor("file")).isEqualTo(inFile);

        signal("zombie", "CONT");
        tell("zombie", "go webhook");
        tell("zombie", "go file");
        await().atMost(PATIENCE)
                .until(() -> log("zombie")
                                .lines()
                                .filter(line -> line.contains("another one delivers now"))
                                .count()
                        == 2);
        capture("d", 2 * BATCH);
        database.awaitCheckpoint();
        awaitDelivered();

        List<Message> since = List.copyOf(messages.subList(before, messages.size()));
        assertThat(since.stream().filter(message -> message.node().equals("zombie")))
                .as("what it sent when it woke up")
                .singleElement()
                .satisfies(message -> assertThat(message.seqs()).hasSizeLessThanOrEqualTo(BATCH));
        assertThat(seqs("zero", "zombie", "successor").stream().distinct().sorted())
                .isEqualTo(numbers());
        assertThat(seqs("successor")).as("in order and once").isSorted().doesNotHaveDuplicates();
        assertThat(lines()).isEqualTo(numbers());
        assertThat(files.verify(signer.key()).path("provedUpTo").asLong()).isEqualTo(sealed());
    }

    @Test
    void zombieWhenStoppedInTheMiddleOfItsCommitThenItsLockIsTakenFromItAndOneBatchComesAgain() throws Exception {
        capture("a", BATCH);
        node("zombie");
        // Nothing new is sealed afterwards, so no other comes, which would take the place of the batch.
        database.awaitCheckpoint();
        awaitDelivered();
        long before = cursor("webhook");
        try (Connection other = DriverManager.getConnection(database.url());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-webhook' FOR UPDATE");
            capture("b", BATCH / 2);
            // It has delivered and fenced its lease, and waits for the cursor.
            await().atMost(PATIENCE)
                    .until(() -> seqs("zombie").contains(sealed())
                            && database.number("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                                    > 0);
            signal("zombie", "STOP");
            other.rollback();
        }
        // The zombie now holds both. A node that wants the lease waits for PostgreSQL to end its connection.
        expire("sink-webhook");
        assertThat(cursor("webhook")).isEqualTo(before);

        node("successor");
        await().atMost(PATIENCE).until(() -> cursor("webhook") == sealed());
        signal("zombie", "CONT");
        await().atMost(PATIENCE).until(() -> log("zombie").contains("nothing can be delivered for now sink=webhook"));
        awaitDelivered();

        assertThat(seqs("successor"))
                .isEqualTo(LongStream.rangeClosed(before + 1, sealed()).boxed().toList());
        assertThat(seqs("zombie"))
                .isEqualTo(LongStream.rangeClosed(1, before + BATCH / 2).boxed().toList());
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        messages.add(new Message(
                exchange.getRequestHeaders().getFirst("X-Node"),
                SEQ.matcher(body)
                        .results()
                        .map(found -> Long.valueOf(found.group(1)))
                        .toList()));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    /** Captures this number of entries and waits until they are sealed. */
    private void capture(String prefix, int count) {
        database.capture(prefix, count);
        sealer.wake();
        await().atMost(PATIENCE).until(() -> database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX") == 0);
    }

    /** Waits until both sinks have every entry and every checkpoint. */
    private void awaitDelivered() {
        await().atMost(PATIENCE)
                .until(() -> database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_CURSOR, CAREGATE_AUDIT_HEAD"
                                + " WHERE NAME LIKE 'sink-%' AND SEQ = LAST_SEQ AND CHECKPOINT_NR ="
                                + " (SELECT COALESCE(MAX(NR), 0) FROM CAREGATE_AUDIT_CHECKPOINT)")
                        == 2);
    }

    private long sealed() {
        return database.number("SELECT LAST_SEQ FROM CAREGATE_AUDIT_HEAD");
    }

    private long cursor(String sink) {
        return database.number(
                "SELECT COALESCE(MAX(SEQ), 0) FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-" + sink + "'");
    }

    private String fault(String sink) {
        return database.column("SELECT COALESCE(FAULT, '') FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-" + sink + "'")
                .get(0);
    }

    /** Has the effect of a minute without a sign of life from the holder. */
    private void expire(String lease) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout TO " + STALLED.toMillis());
            statement.execute("UPDATE CAREGATE_AUDIT_LEASE SET EXPIRES = 0 WHERE NAME = '" + lease + "'");
        }
    }

    private List<Long> numbers() {
        return LongStream.rangeClosed(1, sealed()).boxed().toList();
    }

    /** The numbers of the entries that these nodes have sent, in order of arrival. */
    private List<Long> seqs(String... from) {
        synchronized (messages) {
            return messages.stream()
                    .filter(message -> List.of(from).contains(message.node()))
                    .flatMap(message -> message.seqs().stream())
                    .toList();
        }
    }

    private List<Long> lines() {
        return files.lines().stream()
                .flatMap(line -> SEQ.matcher(line).results().limit(1))
                .map(MatchResult::group)
                .map(found -> Long.valueOf(found.substring("\"seq\":".length())))
                .toList();
    }

    private void node(String name) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path headers = Files.writeString(folder.resolve(name + ".headers"), "X-Node: " + name + "\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dwebhook.url=http://127.0.0.1:"
                                + receiver.getAddress().getPort() + "/hook",
                        "-Dwebhook.secret-file=" + folder.resolve("secret"),
                        "-Dwebhook.headers-file=" + headers,
                        "-Dwebhook.batch-size=" + BATCH,
                        "-Dfile.directory=" + files.folder(),
                        "-Dfile.batch-size=" + BATCH,
                        "-cp",
                        classPath,
                        DelivererProcess.class.getName(),
                        database.url(),
                        name)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        nodes.put(name, process);
    }

    private void tell(String node, String line) throws IOException {
        var input = nodes.get(node).getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        await().atMost(PATIENCE).until(() -> log(node).contains("obeys " + line));
    }

    private void end(String node) throws Exception {
        nodes.get(node).getOutputStream().close();
        assertThat(nodes.get(node).waitFor()).as(log(node)).isZero();
    }

    private void signal(String node, String signal) throws Exception {
        int exit = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(nodes.get(node).pid()))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private String log(String node) {
        try {
            return Files.readString(folder.resolve(node + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A batch on arrival. */
    private record Message(String node, List<Long> seqs) {}
}

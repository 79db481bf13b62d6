package io.caregate.it.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.it.audit.KafkaBroker.Message;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sinks fhir, syslog, kafka and webhook in a server, the last with a secret from Keycloak's vault, and the export
 * in its three forms. Because of Kafka's JAR the server needs a separate built copy anyway, so the vault's build option
 * costs nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StreamsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SINK = "--spi-caregate-audit-sink--";
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<JsonNode> auditEvents = Collections.synchronizedList(new ArrayList<>());
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
    private final List<Hook> hooks = Collections.synchronizedList(new ArrayList<>());
    private KafkaBroker broker;
    private Path vault;
    private HttpServer fhir;
    private ServerSocket syslog;
    private KeycloakServer server;
    private TestRealm realm;
    private String token;
    private volatile boolean busy = true;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        fhir = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        fhir.createContext("/fhir", this::feed);
        fhir.createContext("/hook", this::hook);
        fhir.start();
        syslog = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread reader = new Thread(this::listen, "syslog-receiver");
        reader.setDaemon(true);
        reader.start();
        broker = new KafkaBroker(Files.createDirectory(folder.resolve("broker")));
        vault = Files.createDirectory(folder.resolve("vault"));
        Path kafka = Files.writeString(
                folder.resolve("kafka.properties"),
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
                        + "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"keycloak\" password=\"secret\";\n");
        server = SharedServer.withOptionalParts()
                // Without checkpoints, what a receiver has is what the log has.
                .option("--spi-events-listener--caregate-audit--signing=off")
                .option(SINK + "fhir--url=http://127.0.0.1:" + fhir.getAddress().getPort() + "/fhir")
                .option(SINK + "syslog--host=127.0.0.1")
                .option(SINK + "syslog--port=" + syslog.getLocalPort())
                .option(SINK + "syslog--transport=tcp")
                .option(SINK + "syslog--format=ocsf")
                .option(SINK + "kafka--bootstrap-servers=" + broker.servers())
                .option(SINK + "kafka--properties-file=" + kafka)
                .option("--vault-dir=" + vault)
                .option(SINK + "webhook--url=http://127.0.0.1:"
                        + fhir.getAddress().getPort() + "/hook")
                .option(SINK + "webhook--secret-vault-key=audit_webhook")
                .start();
        broker.awaitStarted();
        realm = new Keycloak(server)
                .realm()
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        token = token();
        IntStream.range(0, 30).forEach(i -> fail());
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        fhir.stop(0);
        syslog.close();
        if (broker != null) {
            broker.close();
        }
    }

    /** First, since the sink's pauses grow as long as the secret is missing. */
    @Test
    @Order(1)
    void webhookWhenTheVaultGetsItsSecretLateThenEntriesWaitForItAndAreSignedWithIt() throws Exception {
        String missing = "the vault has no secret of the key that secret-vault-key names";
        await().atMost(PATIENCE)
                .until(() -> sink("webhook").path("error").asText().equals(missing));
        assertThat(sink("webhook").path("state").asText()).isEqualTo("misconfigured");
        assertThat(server.log()).contains("sink=webhook does not take entries, they wait: " + missing);
        assertThat(hooks).isEmpty();

        // Keycloak's file vault doubles underscores in the key.
        Files.writeString(vault.resolve("master_audit__webhook"), SECRET + "\n");
        awaitDelivered("webhook");
        assertThat(sink("webhook").path("state").asText()).isEqualTo("delivering");
        List<Long> seqs = new ArrayList<>();
        for (Hook hook : List.copyOf(hooks)) {
            new Webhook(SECRET).verify(hook.body(), hook.headers());
            JSON.readTree(hook.body())
                    .path("data")
                    .forEach(entry -> seqs.add(entry.path("seq").asLong()));
        }
        assertThat(seqs).hasSizeGreaterThanOrEqualTo(30).isEqualTo(numbers(seqs.size()));
        String other = "whsec_" + Base64.getEncoder().encodeToString("another secret of 24 byt".getBytes(UTF_8));
        assertThatThrownBy(() -> new Webhook(other)
                        .verify(hooks.get(0).body(), hooks.get(0).headers()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    /** Last, since it adds entries. */
    @Test
    @Order(Integer.MAX_VALUE)
    void kafkaWhenTheBrokerGoesAndComesBackThenEveryEntryIsInTheTopicInOrder() throws Exception {
        awaitDelivered("kafka");
        List<Message> first = broker.read();
        assertThat(first).hasSizeGreaterThanOrEqualTo(30);
        assertThat(first).extracting(Message::seq).isEqualTo(numbers(first.size()));
        for (Message message : first) {
            JsonNode entry = JSON.readTree(message.value());
            assertThat(entry.path("id").asText()).isEqualTo(message.key());
            assertThat(entry.path("seq").asLong()).isEqualTo(message.seq());
        }

        broker.kill();
        IntStream.range(0, 5).forEach(i -> fail());
        await().atMost(PATIENCE)
                .until(() -> sink("kafka").path("state").asText().equals("failing"));
        assertThat(sink("kafka").path("lagEntries").asLong()).isGreaterThanOrEqualTo(5);
        assertThat(server.log())
                .contains("sink=kafka does not take entries, they wait: the broker cannot be reached or did not take");
        broker.start();
        awaitDelivered("kafka");

        List<Message> all = broker.read();
        assertThat(all.subList(0, first.size())).isEqualTo(first);
        // A commit whose answer is lost comes again, with the same keys.
        List<Message> once = all.stream().distinct().toList();
        assertThat(once).hasSizeGreaterThanOrEqualTo(first.size() + 5);
        assertThat(once).extracting(Message::seq).isEqualTo(numbers(once.size()));
    }

    @Test
    void entriesWhenStreamedThenEachIsThereInOrder() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> failures(List.copyOf(auditEvents).stream()
                                .map(event -> event.at("/subtype/1/code").asText()))
                        >= 30);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> failures(List.copyOf(messages).stream().map(text -> text.split(" ")[5])) >= 30);

        List<Long> fed = List.copyOf(auditEvents).stream()
                .map(event -> event.at("/entity/0/detail/0/valueString").asLong())
                .filter(seq -> seq > 0)
                .toList();
        List<Long> sent = List.copyOf(messages).stream()
                .filter(text -> text.contains(" seq=\""))
                .map(text -> Long.valueOf(text.replaceFirst("(?s)^.*? seq=\"(\\d+)\".*$", "$1")))
                .toList();
        assertThat(fed).isEqualTo(LongStream.rangeClosed(1, fed.size()).boxed().toList());
        assertThat(sent)
                .isEqualTo(LongStream.rangeClosed(1, sent.size()).boxed().toList());
        assertThat(auditEvents.get(0).path("resourceType").asText()).isEqualTo("AuditEvent");
        assertThat(messages.get(0)).contains("\"class_uid\":");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(server.log())
                .contains("sink=fhir does not take entries, they wait: the receiver answered 503"));
    }

    @Test
    void exportWhenCsvThenALineForEachEntryThatFits() {
        Answer csv = get("format=csv&type=CLIENT_LOGIN_ERROR");

        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        List<String> lines = csv.body().lines().toList();
        assertThat(lines).hasSize(31);
        assertThat(lines.get(0)).startsWith("\"seq\",\"id\",\"time\",\"type\"");
        assertThat(lines.subList(1, 31)).allMatch(line -> line.contains(",\"CLIENT_LOGIN_ERROR\","));
        assertThat(new AuditLog(realm).find(Map.of("type", "CAREGATE_AUDIT_READ")))
                .anyMatch(entry -> entry.at("/details/query.format").asText().equals("csv")
                        && entry.at("/details/query.type").asText().equals("CLIENT_LOGIN_ERROR"));
    }

    @Test
    void exportWhenFhirThenABundleOfTheRealmsEntries() throws IOException {
        Answer answer = get("format=fhir&client=worker");

        assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
        JsonNode bundle = JSON.readTree(answer.body());
        assertThat(bundle.path("type").asText()).isEqualTo("collection");
        assertThat(bundle.path("entry")).hasSize(30);
    }

    @Test
    void exportWhenNothingIsSaidThenTheVerifiersAndItTakesNoFilter() {
        assertThat(get("").header("Content-Type")).startsWith("application/jsonl");
        assertThat(get("type=LOGIN_ERROR", 400).text("detail")).contains("type");
        assertThat(get("format=xml", 400).text("detail")).contains("format");
    }

    private void fail() {
        new Keycloak(server)
                .given()
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", "worker")
                .formParam("client_secret", "wrong")
                .post(realm.oidc().endpoint("token"))
                .then()
                .statusCode(401);
    }

    private JsonNode sink(String id) {
        return sink(status(), id);
    }

    private static JsonNode sink(JsonNode status, String id) {
        for (JsonNode sink : status.path("sinks")) {
            if (sink.path("sink").asText().equals(id)) {
                return sink;
            }
        }
        throw new AssertionError("no sink " + id + " in " + status);
    }

    private JsonNode status() {
        return realm.oidc().get("/caregate/audit/status", token).expect(200).json();
    }

    private void awaitDelivered(String sink) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            JsonNode status = status();
            return status.path("waiting").asLong() == 0
                    && sink(status, sink).path("lagEntries").asLong() == 0;
        });
    }

    private String token() {
        return realm.oidc()
                .clientCredentials(AuditLog.READER, "openid")
                .expect(200)
                .accessToken();
    }

    private static List<Long> numbers(long to) {
        return LongStream.rangeClosed(1, to).boxed().toList();
    }

    private void hook(HttpExchange exchange) throws IOException {
        hooks.add(new Hook(
                new HashMap<>(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private Answer get(String query) {
        return get(query, 200);
    }

    private Answer get(String query, int status) {
        return realm.oidc().get("/caregate/audit/export?" + query, token).expect(status);
    }

    private static long failures(Stream<String> types) {
        return types.filter("CLIENT_LOGIN_ERROR"::equals).count();
    }

    /** Stores new entries, as a conditional create does. The first request comes at a bad time. */
    private void feed(HttpExchange exchange) throws IOException {
        JsonNode bundle = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (busy) {
            busy = false;
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        List<String> answers = new ArrayList<>();
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            boolean there =
                    auditEvents.stream().anyMatch(event -> event.path("id").equals(resource.path("id")));
            if (!there) {
                auditEvents.add(resource);
            }
            answers.add("{\"response\":{\"status\":\"" + (there ? "200 OK" : "201 Created") + "\"}}");
        }
        byte[] answer = answers.stream()
                .collect(Collectors.joining(
                        ",", "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[", "]}"))
                .getBytes(UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void listen() {
        while (!syslog.isClosed()) {
            try (Socket connection = syslog.accept();
                    InputStream in = new BufferedInputStream(connection.getInputStream())) {
                for (int length = length(in); length >= 0; length = length(in)) {
                    messages.add(new String(in.readNBytes(length), UTF_8));
                }
            } catch (IOException e) {
                if (!syslog.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** The digits before a frame; -1 at the end. */
    private static int length(InputStream in) throws IOException {
        int length = -1;
        for (int digit = in.read(); digit >= '0' && digit <= '9'; digit = in.read()) {
            length = Math.max(length, 0) * 10 + digit - '0';
        }
        return length;
    }

    /** A message of the webhook. */
    private record Hook(Map<String, List<String>> headers, String body) {}
}

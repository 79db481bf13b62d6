package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caregate.it.Answer;
import io.caregate.it.Keycloak;
import io.caregate.it.SharedServer;
import io.caregate.it.TestClient;
import io.caregate.it.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The sinks fhir, syslog and kafka in a server, and the export in its three forms. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SINK = "--spi-caregate-audit-sink--";

    private final List<JsonNode> auditEvents = Collections.synchronizedList(new ArrayList<>());
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
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
        fhir.start();
        syslog = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread reader = new Thread(this::listen, "syslog-receiver");
        reader.setDaemon(true);
        reader.start();
        Path kafka = Files.writeString(
                folder.resolve("kafka.properties"),
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
                        + "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"keycloak\" password=\"secret\";\n");
        server = SharedServer.builder()
                .provider(Path.of(System.getProperty("caregate.audit-kafka.jar")))
                .option(SINK + "fhir--url=http://127.0.0.1:" + fhir.getAddress().getPort() + "/fhir")
                .option(SINK + "syslog--host=127.0.0.1")
                .option(SINK + "syslog--port=" + syslog.getLocalPort())
                .option(SINK + "syslog--transport=tcp")
                .option(SINK + "syslog--format=ocsf")
                .option(SINK + "kafka--bootstrap-servers=127.0.0.1:1")
                .option(SINK + "kafka--properties-file=" + kafka)
                .start();
        realm = new Keycloak(server)
                .realm()
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        token = realm.oidc()
                .clientCredentials(AuditLog.READER, "openid")
                .expect(200)
                .accessToken();
        IntStream.range(0, 30).forEach(i -> fail());
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        fhir.stop(0);
        syslog.close();
    }

    @Test
    void entriesWhenStreamedThenEachIsThereInOrderAndASinkThatIsDownHoldsNobodyUp() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> failures(auditEvents.stream()
                                .map(event -> event.at("/subtype/1/code").asText()))
                        >= 30);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> failures(messages.stream().map(text -> text.split(" ")[5])) >= 30);

        List<Long> fed = auditEvents.stream()
                .map(event -> event.at("/entity/0/detail/0/valueString").asLong())
                .filter(seq -> seq > 0)
                .toList();
        List<Long> sent = messages.stream()
                .filter(text -> text.contains(" seq=\""))
                .map(text -> Long.valueOf(text.replaceFirst("(?s)^.*? seq=\"(\\d+)\".*$", "$1")))
                .toList();
        assertThat(fed).isEqualTo(LongStream.rangeClosed(1, fed.size()).boxed().toList());
        assertThat(sent)
                .isEqualTo(LongStream.rangeClosed(1, sent.size()).boxed().toList());
        assertThat(auditEvents.get(0).path("resourceType").asText()).isEqualTo("AuditEvent");
        assertThat(messages.get(0)).contains("\"class_uid\":");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(server.log())
                .contains("sink=fhir does not take entries, they wait: the receiver answered 503")
                .contains("sink=kafka does not take entries, they wait: the broker cannot be reached"));
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

    private Answer get(String query) {
        return get(query, 200);
    }

    private Answer get(String query, int status) {
        return realm.oidc().get("/caregate/audit/export?" + query, token).expect(status);
    }

    private static long failures(Stream<String> types) {
        return types.filter("CLIENT_LOGIN_ERROR"::equals).count();
    }

    /** Stores what is new, as a conditional create has it; the first request comes at a bad time. */
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
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void listen() {
        while (!syslog.isClosed()) {
            try (Socket connection = syslog.accept();
                    InputStream in = new BufferedInputStream(connection.getInputStream())) {
                for (int length = length(in); length >= 0; length = length(in)) {
                    messages.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
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
}

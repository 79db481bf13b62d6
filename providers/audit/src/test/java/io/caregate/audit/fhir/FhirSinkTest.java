package io.caregate.audit.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.caregate.audit.TestDatabase;
import io.caregate.audit.format.R4;
import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Outcome.Rejection;
import io.caregate.audit.sink.Outcome.Taken;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.foundation.option.TestConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirSinkTest {
    private static final String TWO_CREATED = "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":["
            + "{\"response\":{\"status\":\"201 Created\"}},{\"response\":{\"status\":\"201 Created\"}}]}";

    private static final Instant NOW = Instant.parse("2026-01-31T08:15:00Z");

    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> headers = new LinkedBlockingQueue<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile String retryAfter = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/fhir", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            headers.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void batchWhenAllAreCreatedThenTakenByOneRequestAndTheBundleIsValid() throws Exception {
        answer("201 Created", "201 Created", "201 Created", "201");

        assertThat(sink(true).deliver(batch(3))).isEqualTo(Outcome.taken(4));
        assertThat(bodies).as("requests").hasSize(1);

        String bundle = bodies.take();
        assertThat(R4.errors(bundle)).isEmpty();
        assertThat(headers.take()).isEqualTo("POST /fhir application/fhir+json; charset=utf-8 Bearer secret");
        JsonNode first = new JsonMapper().readTree(bundle).path("entry").get(0);
        assertThat(first.at("/request/method").asText()).isEqualTo("POST");
        assertThat(first.at("/request/url").asText()).isEqualTo("AuditEvent");
        assertThat(first.at("/request/ifNoneExist").asText()).isEqualTo("_tag=urn:caregate:audit:id%7C" + id(1));
        assertThat(first.at("/resource/meta/tag/0/code").asText()).isEqualTo(id(1));
        assertThat(first.at("/fullUrl").asText()).isEqualTo("urn:uuid:" + id(1));
    }

    @Test
    void batchWhenTheServerKnowsNoConditionThenNoneIsSent() throws Exception {
        answer("201 Created", "200 OK");

        assertThat(sink(false).deliver(batch(1))).isEqualTo(Outcome.taken(2));
        assertThat(bodies).as("requests").hasSize(1);

        String bundle = bodies.take();
        assertThat(bundle).doesNotContain("ifNoneExist");
        assertThat(R4.errors(bundle)).isEmpty();
    }

    @Test
    void batchWhenSomeAreRejectedThenOnlyThose() throws Exception {
        answer("201 Created", "422 Unprocessable Entity", "400 Bad Request", "413 Too Large", "201 Created");

        Taken taken = (Taken) sink(true).deliver(batch(4));

        assertThat(taken.count()).isEqualTo(5);
        assertThat(taken.rejected()).extracting(Rejection::index).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 Error", "503 Busy", "429 Slow", "409 Conflict", "401 Unauthorized", "404 Not Found"})
    void batchWhenOneHasToBeTriedAgainThenTakenUpToIt(String later) throws Exception {
        answer("201 Created", "422 No", later, "201 Created");

        Taken taken = (Taken) sink(true).deliver(batch(3));

        assertThat(taken.count()).isEqualTo(2);
        assertThat(taken.rejected()).extracting(Rejection::index).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"500 Error, false", "429 Slow, false", "409 Conflict, false", "403 Forbidden, true", "404, true"})
    void batchWhenTheFirstHasToBeTriedAgainThenNothingIsTaken(String first, boolean misconfigured) throws Exception {
        answer(first, "201 Created");

        assertThat(sink(true).deliver(batch(1)))
                .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.misconfigured())
                        .isEqualTo(misconfigured));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[]}",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[{\"response\":{}},{}]}",
                "{\"resourceType\":\"OperationOutcome\"}",
                TWO_CREATED + " garbage",
                TWO_CREATED + "{}",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[],\"entry\":["
                        + "{\"response\":{\"status\":\"201\"}},{\"response\":{\"status\":\"201\"}}]}"
            })
    void batchWhenTheAnswerIsNoneOfAFhirServerThenNothingIsTaken(String text) throws Exception {
        answer = text;

        assertThat(sink(true).deliver(batch(1)))
                .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.misconfigured())
                        .isTrue());
    }

    /** The nearest answer with a status. */
    @Test
    void batchWhenTheAnswerIsWholeThenTaken() throws Exception {
        answer = TWO_CREATED + "\n";
        assertThat(sink(true).deliver(batch(1))).isEqualTo(Outcome.taken(2));
    }

    @ParameterizedTest
    @CsvSource({"fatal, false", "error, false", "warning, true", "information, true"})
    void entryWhenCreatedWithAnOutcomeThenDeliveredUnlessThatIsAFailure(String severity, boolean delivered)
            throws Exception {
        String outcome = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"" + severity + "\"}]}";
        answer = TWO_CREATED.replaceFirst("\"201 Created\"", "\"201 Created\",\"outcome\":" + outcome);
        Outcome first = sink(true).deliver(batch(1));
        assertThat(first.equals(Outcome.taken(2))).isEqualTo(delivered);
        assertThat(first instanceof Outcome.Retry).isNotEqualTo(delivered);

        answer = TWO_CREATED.replace("}}]}", "},\"resource\":" + outcome + "}]}");
        assertThat(sink(true).deliver(batch(1))).isEqualTo(Outcome.taken(delivered ? 2 : 1));
    }

    @Test
    void batchWhenTheServerIsBusyThenAfterThePauseThatItAsksFor() throws Exception {
        status = 503;
        retryAfter = "120";
        assertThat(sink(true).deliver(batch(1)))
                .isEqualTo(Outcome.retryAfter(Duration.ofSeconds(120), "the receiver answered 503"));

        retryAfter = "Sat, 31 Jan 2026 08:16:00 GMT";
        assertThat(sink(true).deliver(batch(1)))
                .isEqualTo(Outcome.retryAfter(Duration.ofSeconds(60), "the receiver answered 503"));
    }

    @Test
    void batchWhenRefusedAsAWholeThenHalved() throws Exception {
        status = 413;
        assertThat(sink(true).deliver(batch(1))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void batchWhenNobodyListensThenTriedAgain() throws Exception {
        server.stop(0);
        assertThat(sink(true).deliver(batch(1))).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void optionsWhenAddressAndHeadersThenWantedElseNotAndBadOnesStopTheStart(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("headers"), "Authorization: Bearer secret\n");
        assertThat(configured(Map.of())).isEmpty();
        assertThat(configured(Map.of("url", "https://fhir.example.org/fhir", "headers-file", file.toString())))
                .hasSize(1);

        assertThatThrownBy(() -> configured(Map.of("url", "http://fhir.example.org/fhir")))
                .hasMessageContaining("--spi-caregate-audit-sink--fhir--url is");
        assertThatThrownBy(() -> configured(Map.of("url", "https://f.example/", "if-none-exist", "maybe")))
                .hasMessageContaining("--spi-caregate-audit-sink--fhir--if-none-exist is");
    }

    private static List<ConfiguredSink> configured(Map<String, String> given) {
        return ConfiguredSink.of(new FhirSinkFactory(), TestConfig.scope("caregate-audit-sink", "fhir", given));
    }

    private FhirSink sink(boolean unlessThere) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
        Endpoint endpoint = new Endpoint(url, Duration.ofSeconds(10), Map.of("Authorization", "Bearer secret"));
        return new FhirSink(new HttpSender(endpoint, 1 << 20), unlessThere, InstantSource.fixed(NOW));
    }

    private void answer(String... statuses) {
        answer = List.of(statuses).stream()
                .map(text -> "{\"response\":{\"status\":\"" + text + "\"}}")
                .collect(Collectors.joining(
                        ",", "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[", "]}"));
    }

    /** Entries, and the checkpoint after them. */
    private static Batch batch(int entries) {
        List<Item> items = new ArrayList<>();
        IntStream.rangeClosed(1, entries).forEach(seq -> {
            Entry entry = TestDatabase.entry(id(seq)).detail("username", "ünal").build();
            items.add(new Item.OfEntry(new SealedEntry(seq, id(seq), "r", entry.canonical()), "", null));
        });
        items.add(new Item.OfCheckpoint(new StoredCheckpoint(1, entries, NOW, "origin\n3\nroot\n\n— o AA==\n")));
        return new Batch(items);
    }

    private static String id(long seq) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | seq).toString();
    }
}

package io.caregate.audit.splunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.http.TestReceiver;
import io.caregate.audit.http.TestReceiver.Answer;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Outcome;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplunkSinkTest {
    private static final String TAKEN = "{\"text\":\"Success\",\"code\":0,\"ackId\":7}";
    private static final String CHANNEL = "X-splunk-request-channel";

    @TempDir
    Path folder;

    private TestReceiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new TestReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void batchWhenIndexedOnlyAtTheThirdQuestionThenDeliveredThen() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        receiver.answering(request -> new Answer(
                200,
                request.path().endsWith("/event")
                        ? TAKEN
                        : "{\"acks\":{\"7\":" + (questions.incrementAndGet() > 2) + "}}"));

        assertThat(deliver(2, Map.of("index", "clinic"))).isEqualTo(Outcome.taken(3));

        List<TestReceiver.Request> requests = receiver.requests();
        String question = "/services/collector/ack";
        assertThat(requests)
                .extracting(TestReceiver.Request::path)
                .containsExactly("/services/collector/event", question, question, question);
        assertThat(requests)
                .extracting(request -> request.header("Authorization"))
                .containsOnly("Splunk token");
        assertThat(requests)
                .extracting(request -> request.header(CHANNEL))
                .doesNotContain("")
                .containsOnly(requests.get(0).header(CHANNEL));
        assertThat(requests.get(1).body()).isEqualTo("{\"acks\":[7]}");
        List<JsonNode> events = events();
        assertThat(events).hasSize(3);
        JsonNode first = events.get(0);
        assertThat(receiver.requests().get(0).body()).contains("\"time\":1769847300.123,");
        assertThat(first.path("host").asText()).isEqualTo("keycloak-0");
        assertThat(first.path("index").asText()).isEqualTo("clinic");
        assertThat(first.path("sourcetype").asText()).isEqualTo("caregate:audit:json");
        assertThat(first.at("/fields/caregate_id").asText()).isEqualTo("id-1");
        assertThat(first.at("/fields/caregate_seq").asLong()).isEqualTo(1);
        assertThat(first.at("/event/details/username").asText()).isEqualTo("al\"ice");
        assertThat(events.get(2).at("/event/type").asText()).isEqualTo("CAREGATE_AUDIT_CHECKPOINT");
    }

    @Test
    void batchWhenNeverIndexedThenNotDelivered() throws Exception {
        receiver.answering(
                request -> new Answer(200, request.path().endsWith("/event") ? TAKEN : "{\"acks\":{\"7\":false}}"));

        assertThat(deliver(1, Map.of("timeout", "PT1S")))
                .isEqualTo(Outcome.retry("the receiver took the entries and has not indexed them in time"));
    }

    @Test
    void batchWhenAcknowledgementIsOffThenDeliveredWithoutAQuestion() throws Exception {
        receiver.answering(200, "{\"text\":\"Success\",\"code\":0}");

        assertThat(deliver(1, Map.of("acknowledged", "false"))).isEqualTo(Outcome.taken(2));
        assertThat(receiver.requests()).hasSize(1);
        assertThat(receiver.requests().get(0).header(CHANNEL)).isEmpty();
        assertThat(deliver(1, Map.of()))
                .as("where it is asked for, the token must give ids")
                .isEqualTo(Outcome.misconfigured("the receiver gives no acknowledgement id: turn on indexer"
                        + " acknowledgement for the token, or set acknowledged=false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"code\":9}", "<html>", "[0]"})
    void answerWhenNotOneOfACollectorThenNothingIsDelivered(String body) throws Exception {
        receiver.answering(200, body);

        Outcome outcome = deliver(1, Map.of("acknowledged", "false"));

        assertThat(((Outcome.Retry) outcome).misconfigured()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400, 6, refused",
        "400, 5, refused",
        "400, 12, refused",
        "400, 15, refused",
        "400, 7, misconfigured",
        "400, 10, misconfigured",
        "400, 14, misconfigured",
        "400, -1, misconfigured",
        "401, 2, misconfigured",
        "403, 4, misconfigured",
        "404, -1, misconfigured",
        "500, 8, retry",
        "429, -1, retry"
    })
    void requestWhenNotTakenThenTheCodeSaysWhoHasToActAndHow(int status, int code, String outcome) throws Exception {
        receiver.answering(status, code < 0 ? "" : "{\"text\":\"no\",\"code\":" + code + "}");

        assertThat(kind(deliver(1, Map.of()))).isEqualTo(outcome);
    }

    private static String kind(Outcome outcome) {
        if (outcome instanceof Outcome.Retry retry) {
            return retry.misconfigured() ? "misconfigured" : "retry";
        }
        return outcome instanceof Outcome.Refused ? "refused" : "taken";
    }

    @Test
    void requestWhenTheReceiverNamesAPauseThenItIsKept() throws Exception {
        receiver.answering(503, "{\"text\":\"Server is busy\",\"code\":9}");

        assertThat(deliver(1, Map.of()))
                .isEqualTo(Outcome.retryAfter(Duration.ofSeconds(7), "the receiver answered 503"));
    }

    @Test
    void optionWhenBadThenTheStartStopsAndShowsNoToken() throws Exception {
        Path two = Files.writeString(folder.resolve("two"), "first\nsecond");

        assertThatThrownBy(() -> sinks(Map.of("url", "https://s.example.org", "token-file", two.toString())))
                .hasMessageContaining("--spi-caregate-audit-sink--splunk--token-file is")
                .hasMessageNotContaining("first");
        assertThatThrownBy(() -> sinks(Map.of("url", "https://s.example.org")))
                .hasMessageContaining("--spi-caregate-audit-sink--splunk--token-file is not set");
    }

    private List<JsonNode> events() throws Exception {
        try (MappingIterator<JsonNode> events = new JsonMapper()
                .readerFor(JsonNode.class)
                .readValues(receiver.requests().get(0).body())) {
            return events.readAll();
        }
    }

    private Outcome deliver(int entries, Map<String, String> more) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "token\n");
        Map<String, String> given = new HashMap<>(more);
        given.put("url", receiver.url());
        given.put("token-file", token.toString());
        return sinks(given).get(0).open(null).deliver(TestReceiver.batch(entries));
    }

    private static List<ConfiguredSink> sinks(Map<String, String> given) {
        return ConfiguredSink.of(new SplunkSinkFactory(), TestConfig.scope("caregate-audit-sink", "splunk", given));
    }
}

package io.caregate.audit.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.http.TestReceiver;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Outcome;
import io.caregate.foundation.option.TestConfig;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpSinkTest {
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
    void batchWhenSentThenEachItemIsALogRecordWithTheEntryAsItsBody() throws Exception {
        receiver.answering(200, "{\"partialSuccess\":{}}");

        assertThat(deliver(2)).isEqualTo(Outcome.taken(3));

        TestReceiver.Request request = receiver.requests().get(0);
        assertThat(request.path()).isEqualTo("/v1/logs");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
        JsonNode root = new JsonMapper().readTree(request.body());
        assertThat(root.at("/resourceLogs/0/resource/attributes/0/value/stringValue")
                        .asText())
                .isEqualTo("keycloak");
        JsonNode records = root.at("/resourceLogs/0/scopeLogs/0/logRecords");
        assertThat(records).hasSize(3);
        JsonNode first = records.get(0);
        assertThat(first.path("timeUnixNano").asText()).isEqualTo("1769847300123000000");
        assertThat(first.path("severityNumber").asInt()).isEqualTo(13);
        assertThat(first.path("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(first.path("eventName").asText()).isEqualTo("keycloak.login_error");
        JsonNode body = new JsonMapper().readTree(first.at("/body/stringValue").asText());
        assertThat(body.at("/details/username").asText()).isEqualTo("al\"ice");
        Map<String, String> attributes = new TreeMap<>();
        first.path("attributes")
                .forEach(attribute -> attributes.put(
                        attribute.path("key").asText(), attribute.path("value").toString()));
        assertThat(attributes)
                .containsEntry("log.record.uid", "{\"stringValue\":\"id-1\"}")
                .containsEntry("caregate.seq", "{\"intValue\":\"1\"}")
                .containsEntry("client.address", "{\"stringValue\":\"192.0.2.7\"}")
                .containsEntry("error.type", "{\"stringValue\":\"user_not_found\"}")
                .containsEntry("keycloak.realm.name", "{\"stringValue\":\"healthcare\"}");
        assertThat(records.get(2).path("eventName").asText()).isEqualTo("caregate.checkpoint");
        assertThat(records.get(2).path("severityNumber").asInt()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"partialSuccess\":{\"rejectedLogRecords\":\"1\",\"errorMessage\":\"too long\"}}",
                "{\"partialSuccess\":{\"rejectedLogRecords\":2}}"
            })
    void recordsWhenSomeAreRejectedThenTheBatchIsTriedInHalves(String body) throws Exception {
        receiver.answering(200, body);

        assertThat(deliver(1)).isEqualTo(Outcome.refused("the receiver rejected some records"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"partialSuccess\":{\"errorMessage\":\"a warning\"}}"})
    void answerWhenNothingIsRejectedThenDelivered(String body) throws Exception {
        receiver.answering(200, body);

        assertThat(deliver(1)).isEqualTo(Outcome.taken(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>welcome</html>", "[]", "OK"})
    void answerWhenNotOneOfACollectorThenNothingIsDelivered(String body) throws Exception {
        receiver.answering(200, body);

        assertThat(((Outcome.Retry) deliver(1)).misconfigured()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"401, true", "404, true", "500, false", "429, false", "502, false"})
    void requestWhenNotTakenThenTriedAgain(int status, boolean misconfigured) throws Exception {
        receiver.answering(status, "{}");

        assertThat(((Outcome.Retry) deliver(1)).misconfigured()).isEqualTo(misconfigured);
    }

    @Test
    void requestWhenTheReceiverNamesAPauseThenItIsKept() throws Exception {
        receiver.answering(503, "");

        assertThat(deliver(1)).isEqualTo(Outcome.retryAfter(Duration.ofSeconds(7), "the receiver answered 503"));
    }

    private Outcome deliver(int entries) throws Exception {
        return ConfiguredSink.of(
                        new OtlpSinkFactory(),
                        TestConfig.scope("caregate-audit-sink", "otlp", Map.of("url", receiver.url() + "/")))
                .get(0)
                .open(null)
                .deliver(TestReceiver.batch(entries));
    }
}

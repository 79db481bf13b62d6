package io.caregate.audit.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.http.TestReceiver;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Outcome.Rejection;
import io.caregate.audit.sink.Outcome.Taken;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticSinkTest {
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
    void batchWhenSentThenEachItemIsCreatedUnderItsIdInTheCommonSchema() throws Exception {
        answerEach(201, 201, 201);

        assertThat(deliver(2)).isEqualTo(Outcome.taken(3));

        TestReceiver.Request request = receiver.requests().get(0);
        assertThat(request.path()).isEqualTo("/es/logs-test/_bulk?filter_path=items.*._id,items.*.status");
        assertThat(request.header("Content-type")).isEqualTo("application/x-ndjson");
        assertThat(request.header("Authorization")).isEqualTo("ApiKey secret");
        assertThat(request.body()).endsWith("\n");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : request.body().split("\n")) {
            lines.add(new JsonMapper().readTree(line));
        }
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).hasToString("{\"create\":{\"_id\":\"id-1\"}}");
        assertThat(lines.get(1).at("/event/id").asText()).isEqualTo("id-1");
        assertThat(lines.get(1).at("/event/sequence").asLong()).isEqualTo(1);
        assertThat(lines.get(1).at("/user/name").asText()).isEqualTo("al\"ice");
        assertThat(lines.get(5).at("/event/code").asText()).isEqualTo("CAREGATE_AUDIT_CHECKPOINT");
    }

    @Test
    void documentWhenItIsThereAlreadyThenDelivered() throws Exception {
        answerEach(409, 409, 201);

        assertThat(deliver(2)).isEqualTo(Outcome.taken(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void documentWhenItCannotBeTakenThenItAloneIsRejected(int status) throws Exception {
        answerEach(201, status, 409, 201);

        Taken taken = (Taken) deliver(3);

        assertThat(taken.count()).isEqualTo(4);
        assertThat(taken.rejected()).extracting(Rejection::index).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"429, false", "503, false", "500, false", "403, true", "404, true", "301, true"})
    void documentWhenItHasToBeTriedAgainThenTakenUpToIt(int status, boolean misconfigured) throws Exception {
        answerEach(201, 400, status, 201);
        Taken taken = (Taken) deliver(3);
        assertThat(taken.count()).isEqualTo(2);
        assertThat(taken.rejected()).extracting(Rejection::index).containsExactly(1);

        answerEach(status, 201, 201, 201);
        String reason = "the receiver answered " + status + " to an entry";
        assertThat(deliver(3)).isEqualTo(misconfigured ? Outcome.misconfigured(reason) : Outcome.retry(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'items':[]}",
                "{'items':[{'create':{'_id':'id-1','status':201}}]}",
                "{'items':[{'create':{'_id':'id-9','status':201}},{'create':{'_id':'id-2','status':201}}]}",
                "{'items':[{'index':{'_id':'id-1','status':201}},{'create':{'_id':'id-2','status':201}}]}",
                "{'items':[{'create':{'_id':'id-1'}},{'create':{'_id':'id-2','status':201}}]}",
                "<html>welcome</html>"
            })
    void answerWhenNotOneOfABulkApiThenNothingIsDeliveredAndAnOperatorIsNeeded(String body) throws Exception {
        receiver.answering(200, body.replace('\'', '"'));

        assertThat(((Outcome.Retry) deliver(1)).misconfigured()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"401, true", "404, true", "302, true", "500, false", "429, false"})
    void requestWhenRefusedAsAWholeThenTriedAgain(int status, boolean misconfigured) throws Exception {
        receiver.answering(status, "{}");

        assertThat(((Outcome.Retry) deliver(1)).misconfigured()).isEqualTo(misconfigured);
    }

    @Test
    void requestWhenTheReceiverNamesAPauseThenItIsKept() throws Exception {
        receiver.answering(503, "");

        assertThat(deliver(1)).isEqualTo(Outcome.retryAfter(Duration.ofSeconds(7), "the receiver answered 503"));
    }

    @Test
    void optionWhenBadThenTheStartStops() {
        assertThatThrownBy(() -> sinks(Map.of("url", "https://es.example.org/?pretty")))
                .hasMessageContaining("--spi-caregate-audit-sink--elastic--url is")
                .hasMessageContaining("without a query");
        assertThatThrownBy(() -> sinks(Map.of("url", "https://es.example.org", "data-stream", "Logs/../x")))
                .hasMessageContaining("--spi-caregate-audit-sink--elastic--data-stream is");
        assertThat(sinks(Map.of("url", "https://es.example.org")))
                .extracting(ConfiguredSink::destination)
                .containsExactly("url=https://es.example.org data-stream=logs-keycloak.audit-default");
    }

    private Outcome deliver(int entries) throws Exception {
        Path headers = Files.writeString(folder.resolve("headers"), "Authorization: ApiKey secret\n");
        Map<String, String> given =
                Map.of("url", receiver.url() + "/es", "data-stream", "logs-test", "headers-file", headers.toString());
        return sinks(given).get(0).open(null).deliver(TestReceiver.batch(entries));
    }

    /** A status for each item; the checkpoint is the last. */
    private void answerEach(int... statuses) {
        receiver.answering(request -> {
            String[] lines = request.body().split("\n");
            StringBuilder items = new StringBuilder();
            for (int i = 0; i < statuses.length; i++) {
                String action = lines[2 * i].replaceFirst("}}$", ",\"status\":" + statuses[i] + "}}");
                items.append(i == 0 ? "" : ",").append(action);
            }
            return new TestReceiver.Answer(200, "{\"items\":[" + items + "]}");
        });
    }

    private static List<ConfiguredSink> sinks(Map<String, String> given) {
        return ConfiguredSink.of(new ElasticSinkFactory(), TestConfig.scope("caregate-audit-sink", "elastic", given));
    }
}

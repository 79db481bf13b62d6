package io.caregate.audit.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.http.HttpReply;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * POSTs each batch as an {@code ExportLogsServiceRequest} (OTLP/HTTP, JSON Protobuf encoding). A collector acknowledges
 * when it has accepted the records, which it may keep in memory only; see its own configuration for a queue on disk.
 * One that accepts only some does not say which (OTLP, "Partial Success"), so the batch is sent again in halves, and
 * what had been accepted arrives twice, with the same id.
 */
final class OtlpSink implements Sink {
    private static final ServerLog LOG = ServerLog.of(OtlpSink.class);
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpSender sender;
    private final InstantSource clock;

    OtlpSink(HttpSender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public Outcome deliver(Batch batch) throws InterruptedException {
        try {
            HttpReply reply = sender.post(
                    "application/json", Map.of(), LogRecords.of(batch).getBytes(StandardCharsets.UTF_8));
            return reply.isGood() ? outcome(reply, batch) : reply.failure(clock.instant());
        } catch (IOException | TimeoutException e) {
            LOG.debugf(e, "the collector gave no answer");
            return HttpSender.failure(e);
        }
    }

    @Override
    public void close() {}

    private static Outcome outcome(HttpReply reply, Batch batch) {
        try {
            JsonNode answer = reply.whole() ? MAPPER.readTree(reply.text()) : MAPPER.missingNode();
            if (answer.isObject()) {
                // 64-bit numbers are texts in this encoding; a receiver may send a number too.
                long rejected =
                        answer.path("partialSuccess").path("rejectedLogRecords").asLong();
                return rejected > 0 ? Outcome.refused("the receiver rejected some records") : Outcome.taken(batch);
            }
        } catch (JsonProcessingException e) {
            LOG.debugf(e, "the collector answered something else");
        }
        return Outcome.misconfigured("the receiver answered " + reply.status() + " and not what a collector answers");
    }
}

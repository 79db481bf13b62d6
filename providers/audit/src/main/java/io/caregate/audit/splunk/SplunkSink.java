package io.caregate.audit.splunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caregate.audit.http.HttpReply;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Sends each batch to Splunk's HTTP Event Collector, and counts it as delivered when Splunk says that it is indexed
 * (indexer acknowledgement). Without that, a success only means that Splunk holds the events in memory.
 */
final class SplunkSink implements Sink {
    private static final ServerLog LOG = ServerLog.of(SplunkSink.class);
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final int BAD_REQUEST = 400;
    /** No data; invalid format; event required; event blank; fields not handled: one of the events cannot be taken. */
    private static final Set<Integer> ABOUT_AN_EVENT = Set.of(5, 6, 12, 13, 15);

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    private final Collector collector;
    private final SplunkEvents events;
    private final InstantSource clock;

    SplunkSink(Collector collector, SplunkEvents events, InstantSource clock) {
        this.collector = collector;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Outcome deliver(Batch batch) throws InterruptedException {
        long end = System.nanoTime() + collector.deadline().toNanos();
        try {
            HttpReply reply = collector.send(events.of(batch));
            JsonNode answer = parse(reply);
            if (!reply.isGood()) {
                return failure(reply, answer.path("code").asInt(-1));
            }
            if (answer.path("code").asInt(-1) != 0) {
                return Outcome.misconfigured(
                        "the receiver answered " + reply.status() + " and not what an HTTP Event Collector answers");
            }
            if (!collector.acknowledged()) {
                return Outcome.taken(batch);
            }
            JsonNode ackId = answer.path("ackId");
            if (!ackId.canConvertToLong()) {
                return Outcome.misconfigured("the receiver gives no acknowledgement id: turn on indexer acknowledgement"
                        + " for the token, or set acknowledged=false");
            }
            return indexed(batch, ackId.asLong(), end);
        } catch (IOException | TimeoutException e) {
            LOG.debugf(e, "the HTTP Event Collector gave no answer");
            return HttpSender.failure(e);
        }
    }

    @Override
    public void close() {}

    private Outcome failure(HttpReply reply, int code) {
        if (reply.status() != BAD_REQUEST) {
            return reply.failure(clock.instant());
        }
        String reason = "the receiver answered 400, code " + code;
        return ABOUT_AN_EVENT.contains(code) ? Outcome.refused(reason) : Outcome.misconfigured(reason);
    }

    private Outcome indexed(Batch batch, long ackId, long end)
            throws IOException, InterruptedException, TimeoutException {
        while (true) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.compareTo(BETWEEN_QUESTIONS) < 0) {
                return Outcome.retry("the receiver took the entries and has not indexed them in time");
            }
            HttpReply reply = collector.ask(ackId, left);
            if (!reply.isGood()) {
                return reply.status() == BAD_REQUEST
                        ? Outcome.misconfigured("the receiver answered 400 to the question for acknowledgements")
                        : reply.failure(clock.instant());
            }
            if (parse(reply).path("acks").path(Long.toString(ackId)).asBoolean()) {
                return Outcome.taken(batch);
            }
            Thread.sleep(BETWEEN_QUESTIONS.toMillis());
        }
    }

    private static JsonNode parse(HttpReply reply) {
        try {
            return reply.whole() ? MAPPER.readTree(reply.text()) : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}

package io.caregate.audit.splunk;

import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpReply;
import io.caregate.audit.http.HttpSender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** The two addresses of an HTTP Event Collector: for events, and for the question whether they were indexed. */
final class Collector {
    private static final String MEDIA_TYPE = "application/json";
    private static final int MOST_BYTES = 64 * 1024;

    private final HttpSender events;
    private final HttpSender acknowledgements;
    private final boolean acknowledged;
    private final Map<String, String> headers = new HashMap<>();

    /**
     * {@code channel} is that of all requests of this sink, by which Splunk tells whose acknowledgements they are. It
     * is sent only with {@code acknowledged}.
     */
    Collector(Endpoint endpoint, String token, UUID channel, boolean acknowledged) {
        this.events = new HttpSender(endpoint.under("services/collector/event"), MOST_BYTES);
        this.acknowledgements = new HttpSender(endpoint.under("services/collector/ack"), MOST_BYTES);
        this.acknowledged = acknowledged;
        headers.put("Authorization", "Splunk " + token);
        if (acknowledged) {
            headers.put("X-Splunk-Request-Channel", channel.toString());
        }
    }

    /** Whether Splunk is asked if it has indexed what it took. */
    boolean acknowledged() {
        return acknowledged;
    }

    /** How long one delivery may take, the questions included. */
    Duration deadline() {
        return events.deadline();
    }

    HttpReply send(String body) throws IOException, InterruptedException, TimeoutException {
        return events.post(MEDIA_TYPE, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks whether the events with this number are indexed. */
    HttpReply ask(long ackId, Duration left) throws IOException, InterruptedException, TimeoutException {
        String body = "{\"acks\":[" + ackId + "]}";
        return acknowledgements.post(MEDIA_TYPE, headers, body.getBytes(StandardCharsets.UTF_8), left);
    }
}

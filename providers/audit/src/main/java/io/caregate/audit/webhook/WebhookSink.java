package io.caregate.audit.webhook;

import io.caregate.audit.http.HttpReply;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * POSTs each batch as one Standard Webhooks message: {@code {"type":"caregate.audit","data":[…]}}, or a batch of
 * CloudEvents, with a signature by each of the secrets, so that receivers can replace theirs one by one. The message's
 * id is the same whenever the same items are sent. A success counts once the answer is complete: one whose body does
 * not end is not an answer to this message.
 */
final class WebhookSink implements Sink {
    private static final ServerLog LOG = ServerLog.of(WebhookSink.class);

    private final HttpSender sender;
    private final WebhookBody form;
    private final List<Secret> secrets;
    private final InstantSource clock;

    WebhookSink(HttpSender sender, WebhookBody form, List<Secret> secrets, InstantSource clock) {
        this.sender = sender;
        this.form = form;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Outcome deliver(Batch batch) throws InterruptedException {
        byte[] body = form.of(batch).getBytes(StandardCharsets.UTF_8);
        try {
            HttpReply reply = sender.post(form.mediaType(), headers(batch.id(), body), body);
            if (reply.isGood() && !reply.whole()) {
                return Outcome.misconfigured("the receiver answered " + reply.status()
                        + " with a body that does not end: a receiver of webhooks answers with a short one or none");
            }
            return reply.isGood() ? Outcome.taken(batch) : reply.failure(clock.instant());
        } catch (IOException | TimeoutException e) {
            LOG.debugf(e, "the webhook's receiver gave no answer");
            return HttpSender.failure(e);
        }
    }

    @Override
    public void close() {}

    private Map<String, String> headers(String id, byte[] body) {
        long timestamp = clock.instant().getEpochSecond();
        byte[] content = Secret.content(id, timestamp, body);
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(timestamp),
                "webhook-signature",
                secrets.stream().map(secret -> secret.sign(content)).collect(Collectors.joining(" ")));
    }
}

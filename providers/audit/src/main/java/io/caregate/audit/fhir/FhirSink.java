package io.caregate.audit.fhir;

import io.caregate.audit.format.FhirBundle;
import io.caregate.audit.format.Format;
import io.caregate.audit.http.HttpReply;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * POSTs each batch as a Bundle of type {@code batch}, as in ITI-20, so that one bad entry does not keep the others out.
 * Each entry creates an AuditEvent unless there is one with its tag, so an entry that is delivered twice is stored
 * once. The sink {@link DuplicateCheck looks for} entries that the server says it already has. It does not PUT with the
 * entry's id, since a repository of audit records has no reason to allow updates.
 */
final class FhirSink implements Sink {
    static final String MEDIA_TYPE = Format.FHIR.mediaType() + "; charset=utf-8";

    private static final ServerLog LOG = ServerLog.of(FhirSink.class);
    private static final Map<String, String> HEADERS =
            Map.of("Accept", Format.FHIR.mediaType(), "Prefer", "return=minimal");

    private final HttpSender sender;
    private final boolean unlessThere;
    private final InstantSource clock;
    private final DuplicateCheck duplicateCheck;

    FhirSink(HttpSender sender, boolean unlessThere, InstantSource clock) {
        this.sender = sender;
        this.unlessThere = unlessThere;
        this.clock = clock;
        this.duplicateCheck = new DuplicateCheck(sender, clock);
    }

    @Override
    public Outcome deliver(Batch batch) throws InterruptedException {
        long began = System.nanoTime();
        HttpReply reply;
        try {
            reply = sender.post(MEDIA_TYPE, HEADERS, bundle(batch).getBytes(StandardCharsets.UTF_8));
        } catch (IOException | TimeoutException e) {
            LOG.debugf(e, "the FHIR server gave no answer");
            return HttpSender.failure(e);
        }
        return reply.isGood() ? outcome(reply, batch, began) : reply.failure(clock.instant());
    }

    @Override
    public void close() {}

    private String bundle(Batch batch) {
        return FhirBundle.batch(batch.items().stream().map(this::entry));
    }

    private String entry(Item item) {
        return FhirBundle.created(item.render(Format.FHIR), item.id(), unlessThere);
    }

    private Outcome outcome(HttpReply reply, Batch batch, long began) throws InterruptedException {
        Optional<BatchResponse> response =
                reply.whole() ? BatchResponse.parse(reply.text(), batch.size()) : Optional.empty();
        if (response.isEmpty()) {
            return Outcome.misconfigured(
                    "the receiver answered " + reply.status() + " and not what a FHIR server answers to a batch");
        }
        List<Integer> notCreated = unlessThere ? response.get().notCreated() : List.of();
        if (notCreated.isEmpty()) {
            return response.get().outcome();
        }
        Duration left = sender.deadline().minusNanos(System.nanoTime() - began);
        return response.get().outcome(duplicateCheck.inspect(batch, notCreated, left));
    }
}

package io.caregate.audit.fhir;

import io.caregate.audit.format.FhirBundle;
import io.caregate.audit.format.Format;
import io.caregate.audit.http.Answer;
import io.caregate.audit.http.Receiver;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.resource.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * POSTs each batch as a Bundle of type {@code batch}, as ITI-20 has it, so that one bad entry does not keep the others
 * out. Each creates an AuditEvent unless there is one with its tag: what is delivered twice is stored once. What the
 * server says to have already is {@link ThereAlready looked for}. It is no PUT with the entry's id, since a repository
 * of audit records has no reason to let anybody update one.
 */
final class FhirSink implements Sink {
    static final String MEDIA_TYPE = Format.FHIR.mediaType() + "; charset=utf-8";

    private static final ServerLog LOG = ServerLog.of(FhirSink.class);
    private static final Map<String, String> HEADERS =
            Map.of("Accept", Format.FHIR.mediaType(), "Prefer", "return=minimal");

    private final Receiver receiver;
    private final boolean unlessThere;
    private final InstantSource clock;
    private final ThereAlready thereAlready;

    FhirSink(Receiver receiver, boolean unlessThere, InstantSource clock) {
        this.receiver = receiver;
        this.unlessThere = unlessThere;
        this.clock = clock;
        this.thereAlready = new ThereAlready(receiver, clock);
    }

    @Override
    public Outcome deliver(Batch batch) throws InterruptedException {
        long began = System.nanoTime();
        Answer answer;
        try {
            answer = receiver.post(MEDIA_TYPE, HEADERS, bundle(batch).getBytes(StandardCharsets.UTF_8));
        } catch (IOException | TimeoutException e) {
            LOG.debugf(e, "the FHIR server gave no answer");
            return Receiver.failure(e);
        }
        return answer.isGood() ? outcome(answer, batch, began) : answer.failure(clock.instant());
    }

    @Override
    public void close() {}

    private String bundle(Batch batch) {
        return FhirBundle.batch(batch.items().stream().map(this::entry));
    }

    private String entry(Item item) {
        return FhirBundle.created(item.render(Format.FHIR), item.id(), unlessThere);
    }

    private Outcome outcome(Answer answer, Batch batch, long began) throws InterruptedException {
        Optional<BatchResponse> response =
                answer.whole() ? BatchResponse.parse(answer.text(), batch.size()) : Optional.empty();
        if (response.isEmpty()) {
            return Outcome.misconfigured(
                    "the receiver answered " + answer.status() + " and not what a FHIR server answers to a batch");
        }
        List<Integer> notCreated = unlessThere ? response.get().notCreated() : List.of();
        if (notCreated.isEmpty()) {
            return response.get().outcome();
        }
        Duration left = receiver.deadline().minusNanos(System.nanoTime() - began);
        return response.get().outcome(thereAlready.look(batch, notCreated, left));
    }
}

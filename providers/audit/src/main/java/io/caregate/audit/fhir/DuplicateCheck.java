package io.caregate.audit.fhir;

import io.caregate.audit.fhir.BatchResponse.Shown;
import io.caregate.audit.format.FhirBundle;
import io.caregate.audit.format.Format;
import io.caregate.audit.http.HttpReply;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks whether the server has the entries that it says it has. A server may ignore a search parameter that it does
 * not know (R4, Search, "Handling Errors"). The condition of a conditional create then matches any AuditEvent of any
 * sender, and nothing is created. So an entry that was not created counts as delivered only when the server shows an
 * AuditEvent with the entry's own tag. The check takes one batch of searches. A healthy server sees it only when a
 * batch has come twice.
 */
final class DuplicateCheck {
    static final String NOT_SHOWN =
            "the receiver says that it has an entry and does not show it: let it search AuditEvents by _tag, or give"
                    + " if-none-exist=false";

    private static final ServerLog LOG = ServerLog.of(DuplicateCheck.class);

    private final HttpSender sender;
    private final InstantSource clock;

    DuplicateCheck(HttpSender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    /** Looks for the entries at these places of the batch, within the remaining time. */
    Shown inspect(Batch batch, List<Integer> places, Duration left) throws InterruptedException {
        Set<Integer> asked = Set.copyOf(places);
        List<Item> items = places.stream().map(batch.items()::get).toList();
        try {
            byte[] searches = searches(items).getBytes(StandardCharsets.UTF_8);
            HttpReply reply =
                    sender.post(FhirSink.MEDIA_TYPE, Map.of("Accept", Format.FHIR.mediaType()), searches, left);
            if (!reply.isGood()) {
                return new Shown(Set.of(), asked, refused(reply));
            }
            Optional<BatchResponse> response =
                    reply.whole() ? BatchResponse.parse(reply.text(), items.size()) : Optional.empty();
            Set<Integer> there = response.map(found -> there(found, items)).orElse(Set.of()).stream()
                    .map(places::get)
                    .collect(Collectors.toUnmodifiableSet());
            Set<Integer> missing =
                    asked.stream().filter(place -> !there.contains(place)).collect(Collectors.toUnmodifiableSet());
            return new Shown(there, missing, Outcome.misconfigured(NOT_SHOWN));
        } catch (IOException | TimeoutException e) {
            LOG.debugf(e, "the FHIR server gave no answer to searches");
            return new Shown(Set.of(), asked, HttpSender.failure(e));
        }
    }

    /** A refusal concerns the search and not an entry, so it makes no dead letter. */
    private Outcome refused(HttpReply reply) {
        Outcome outcome = reply.failure(clock.instant());
        return outcome instanceof Outcome.Refused ? Outcome.misconfigured(NOT_SHOWN) : outcome;
    }

    private static String searches(List<Item> items) {
        return FhirBundle.batch(items.stream().map(item -> FhirBundle.sought(item.id())));
    }

    private static Set<Integer> there(BatchResponse found, List<Item> items) {
        return IntStream.range(0, items.size())
                .filter(i -> FhirBundle.shows(found.resource(i), items.get(i).id()))
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }
}

package io.caregate.audit.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.format.FhirBundle;
import io.caregate.audit.format.R4;
import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Outcome.Retry;
import io.caregate.auditlog.entry.SealedEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's claim to have an entry is not believed until it shows the entry. */
class ConditionalCreateTest {
    @Test
    void batchWhenItComesTwiceThenStoredOnceAndTaken() throws Exception {
        try (FhirStore store = new FhirStore(true)) {
            FhirSink sink = sink(store, true);
            assertThat(sink.deliver(batch(1, 3))).isEqualTo(Outcome.taken(3));
            assertThat(store.requests()).isEqualTo(1);

            assertThat(sink.deliver(batch(1, 5))).isEqualTo(Outcome.taken(5));
            assertThat(store.stored()).isEqualTo(ids(1, 5));
            assertThat(store.requests()).isEqualTo(3);
        }
    }

    @Test
    void batchWhenTheServerHasSeveralOfEachThenTakenAndNoDeadLetter() throws Exception {
        try (FhirStore store = new FhirStore(true)) {
            sink(store, false).deliver(batch(1, 3));
            store.doubleAll();

            assertThat(sink(store, true).deliver(batch(1, 4))).isEqualTo(Outcome.taken(4));
            assertThat(store.stored()).hasSize(7).endsWith(id(4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void entryWhenTheServerIgnoresTagsAndHasWhatOthersSentThenNotTakenForThat(int foreign) throws Exception {
        try (FhirStore store = new FhirStore(false)) {
            for (int i = 0; i < foreign; i++) {
                store.addForeign("other-" + i);
            }
            FhirSink sink = sink(store, true);

            assertThat(sink.deliver(batch(1, 1))).isEqualTo(Outcome.misconfigured(DuplicateCheck.NOT_SHOWN));
            assertThat(sink.deliver(batch(1, 3))).isEqualTo(Outcome.misconfigured(DuplicateCheck.NOT_SHOWN));
            assertThat(store.stored()).hasSize(foreign).doesNotContainAnyElementsOf(ids(1, 3));

            // The advice for the operator works: nothing is lost or doubled.
            assertThat(sink(store, false).deliver(batch(1, 3))).isEqualTo(Outcome.taken(3));
            assertThat(store.stored().subList(foreign, foreign + 3)).isEqualTo(ids(1, 3));
        }
    }

    @Test
    void entriesWhenTheServerIgnoresTagsAndWasEmptyThenOnlyWhatItStoredIsTaken() throws Exception {
        try (FhirStore store = new FhirStore(false)) {
            FhirSink sink = sink(store, true);

            assertThat(sink.deliver(batch(1, 4))).isEqualTo(Outcome.taken(1));
            assertThat(sink.deliver(batch(2, 4))).isEqualTo(Outcome.misconfigured(DuplicateCheck.NOT_SHOWN));
            assertThat(store.stored()).isEqualTo(ids(1, 1));

            assertThat(sink(store, false).deliver(batch(2, 4))).isEqualTo(Outcome.taken(3));
            assertThat(store.stored()).isEqualTo(ids(1, 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"400, true", "401, true", "403, true", "404, true", "405, true", "413, true", "500, false", "503, false"
    })
    void batchWhenTheServerCannotBeAskedThenNeitherTakenNorRejected(int status, boolean misconfigured)
            throws Exception {
        try (FhirStore store = new FhirStore(true)) {
            FhirSink sink = sink(store, true);
            sink.deliver(batch(2, 2));
            store.refuseSearches(status);

            assertThat(sink.deliver(batch(2, 3)))
                    .isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.misconfigured())
                            .isEqualTo(misconfigured));
            // The one before it is new and counts.
            assertThat(sink.deliver(batch(1, 3))).isEqualTo(Outcome.taken(1));

            store.refuseSearches(200);
            assertThat(sink.deliver(batch(2, 3))).isEqualTo(Outcome.taken(2));
            assertThat(store.stored()).containsExactlyInAnyOrderElementsOf(ids(1, 3));
        }
    }

    @Test
    void serverWhenSlowThenBothRequestsTogetherHaveOneDeadline() throws Exception {
        try (FhirStore store = new FhirStore(true)) {
            sink(store, true).deliver(batch(1, 1));
            store.slowDown();

            long began = System.nanoTime();
            assertThat(sink(store, true, Duration.ofSeconds(3)).deliver(batch(1, 1)))
                    .isEqualTo(Outcome.retry("the receiver did not answer in time"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(5800));
            assertThat(store.requests()).isEqualTo(3);
        }
    }

    @Test
    void searchesWhenSentThenAValidBundle() {
        assertThat(R4.errors(FhirBundle.batch(Stream.of(FhirBundle.sought(id(1)), FhirBundle.sought(id(2))))))
                .isEmpty();
    }

    private static FhirSink sink(FhirStore store, boolean unlessThere) {
        return sink(store, unlessThere, Duration.ofSeconds(10));
    }

    private static FhirSink sink(FhirStore store, boolean unlessThere, Duration deadline) {
        Endpoint endpoint = new Endpoint(store.url(), deadline, Map.of());
        return new FhirSink(new HttpSender(endpoint, 1 << 20), unlessThere, InstantSource.system());
    }

    private static Batch batch(long from, long to) {
        return new Batch(LongStream.rangeClosed(from, to)
                .<Item>mapToObj(seq -> new Item.OfEntry(
                        new SealedEntry(
                                seq,
                                id(seq),
                                "r",
                                TestDatabase.entry(id(seq)).build().canonical()),
                        "",
                        null))
                .toList());
    }

    private static List<String> ids(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(ConditionalCreateTest::id)
                .toList();
    }

    private static String id(long seq) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | seq).toString();
    }
}

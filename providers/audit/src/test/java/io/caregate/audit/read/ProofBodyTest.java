package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.proof.ConsistencyProof;
import io.caregate.audit.proof.ProvedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verifier requires these members, in any order. Their names and nulls are part of the API. */
class ProofBodyTest {
    private static final StoredCheckpoint FIRST = checkpoint(1, 5);
    private static final StoredCheckpoint SECOND = checkpoint(2, 7);
    private static final List<byte[]> HASHES = List.of(new byte[] {1}, new byte[] {2});

    @Test
    void entryWhenCoveredThenWithCheckpointAndProof() {
        ProvedEntry entry = entry("{\"v\":2}", Optional.of(new ProvedEntry.Inclusion(FIRST, HASHES)), List.of());
        assertThat(ProofBody.of(entry))
                .hasToString("{\"seq\":3,\"leaf\":\"leaf\",\"salt\":\"salt\",\"payload\":\"{\\\"v\\\":2}\","
                        + "\"entry\":{\"v\":2},\"checkpoint\":\"note of 5\",\"inclusionProof\":[\"AQ==\",\"Ag==\"]}");
    }

    @Test
    void entryWhenErasedAndNotCoveredThenNulls() {
        ProvedEntry entry = new ProvedEntry(3, "leaf", null, null, Optional.empty(), List.of());
        assertThat(ProofBody.of(entry))
                .hasToString("{\"seq\":3,\"leaf\":\"leaf\",\"salt\":null,\"payload\":null,\"entry\":null,"
                        + "\"checkpoint\":null,\"inclusionProof\":null}");
    }

    @Test
    void entryWhenNotWhatWasSealedThenWithWhatDisagrees() {
        assertThat(ProofBody.of(entry("{}", Optional.empty(), List.of("ip", "leaf")))
                        .get("damaged"))
                .hasToString("[\"ip\",\"leaf\"]");
        assertThat(ProofBody.of(entry("{}", Optional.empty(), List.of())).has("damaged"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{\"half\":"})
    void payloadWhenNoJsonThenShownAsTextOnly(String payload) {
        assertThat(ProofBody.of(entry(payload, Optional.empty(), List.of("payload")))
                        .get("entry"))
                .hasToString("null");
    }

    @Test
    void checkpointsWhenProvedThenBothNotesAndTheHashes() {
        assertThat(ProofBody.of(new ConsistencyProof(FIRST, SECOND, HASHES)))
                .hasToString("{\"from\":\"note of 5\",\"to\":\"note of 7\",\"consistencyProof\":[\"AQ==\",\"Ag==\"]}");
    }

    @Test
    void checkpointsWhenThePageIsFullThenTheNextOneBeginsBeforeTheLast() {
        List<StoredCheckpoint> page = List.of(SECOND, FIRST);
        assertThat(ProofBody.of(page, 2).get("next").asLong()).isEqualTo(1);
        assertThat(ProofBody.of(page, 3))
                .hasToString("{\"checkpoints\":["
                        + "{\"size\":7,\"time\":\"1970-01-01T00:00:00.002Z\",\"note\":\"note of 7\"},"
                        + "{\"size\":5,\"time\":\"1970-01-01T00:00:00.001Z\",\"note\":\"note of 5\"}],\"next\":null}");
    }

    private static ProvedEntry entry(
            String payload, Optional<ProvedEntry.Inclusion> inclusion, List<String> disagreeing) {
        return new ProvedEntry(3, "leaf", "salt", payload, inclusion, disagreeing);
    }

    private static StoredCheckpoint checkpoint(long number, long size) {
        return new StoredCheckpoint(number, size, Instant.ofEpochMilli(number), "note of " + size);
    }
}

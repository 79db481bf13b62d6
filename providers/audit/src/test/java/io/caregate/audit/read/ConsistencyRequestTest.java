package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsistencyRequestTest {
    private static final String ORIGIN = "sso.example.org/audit";
    private static final String NOTE = NoteSigner.ofPem(ORIGIN, NoteSigner.newPem())
            .sign(Checkpoint.of(ORIGIN, 7, new byte[32]), Instant.EPOCH)
            .toString();

    @Test
    void fromWhenASizeOrAKeptNoteThenThatOne() throws Exception {
        ConsistencyRequest sizes = ConsistencyRequest.parse(Map.of("from", List.of("7"), "to", List.of("9")));
        assertThat(sizes.kept()).isEmpty();
        assertThat(sizes.from()).isEqualTo(7);
        assertThat(sizes.to()).contains(9L);

        ConsistencyRequest kept = ConsistencyRequest.parse(Map.of("from", List.of(NOTE)));
        assertThat(kept.kept()).map(StoredCheckpoint::note).contains(NOTE);
        assertThat(kept.from()).isEqualTo(7);
        assertThat(kept.to()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"x", "-1", "'7\n'", "'a\n7\nb\n'"})
    void fromWhenNeitherThenRefused(String from) {
        assertThatThrownBy(() -> ConsistencyRequest.parse(Map.of("from", List.of(from.replace("\\n", "\n")))))
                .isInstanceOf(BadParameterException.class);
    }

    @Test
    void fromWhenMissingOrACutNoteThenRefused() {
        assertThatThrownBy(() -> ConsistencyRequest.parse(Map.of("to", List.of("9"))))
                .isInstanceOf(BadParameterException.class);
        assertThatThrownBy(
                        () -> ConsistencyRequest.parse(Map.of("from", List.of(NOTE.substring(0, NOTE.length() - 1)))))
                .isInstanceOf(BadParameterException.class);
    }
}

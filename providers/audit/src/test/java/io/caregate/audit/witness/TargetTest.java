package io.caregate.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.tree.StoredCheckpoint;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final Instant TEN = Instant.parse("2026-01-31T08:15:10Z");

    private static StoredCheckpoint at(long number, long millis) {
        return new StoredCheckpoint(number, number, TEN.plusMillis(millis), "");
    }

    @Test
    void checkpointsWhenManyThenTheLastOfTheSlotThatIsOverAtAnyMomentOfTheNext() {
        List<StoredCheckpoint> newest = List.of(at(7, 5_900), at(6, 5_000), at(5, 4_999), at(4, 4_000), at(3, -1));
        for (int millis : List.of(5_000, 7_000, 9_999)) {
            assertThat(Target.of(newest, Pace.USUAL, TEN.plusMillis(millis))).contains(at(5, 4_999));
        }
        assertThat(Target.of(newest, Pace.USUAL, TEN.plusMillis(10_000))).contains(at(7, 5_900));
        assertThat(Target.of(newest, Pace.USUAL, TEN.plusSeconds(60))).contains(at(7, 5_900));
        assertThat(Target.of(newest, Pace.USUAL, TEN)).contains(at(3, -1));
    }

    @Test
    void checkpointsWhenNoneIsOldEnoughThenNone() {
        assertThat(Target.of(List.of(), Pace.USUAL, TEN)).isEmpty();
        assertThat(Target.of(List.of(at(1, 100)), Pace.USUAL, TEN.plusMillis(200)))
                .isEmpty();
    }

    @Test
    void checkpointWhenOfAClockThatIsFarAheadThenSentNevertheless() {
        assertThat(Target.of(List.of(at(2, 3_600_000), at(1, -1)), Pace.USUAL, TEN))
                .contains(at(2, 3_600_000));
        assertThat(Target.of(List.of(at(2, 6_000), at(1, -1)), Pace.USUAL, TEN)).contains(at(1, -1));
    }
}

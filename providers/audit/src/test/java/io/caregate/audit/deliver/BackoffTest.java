package io.caregate.audit.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void pauseWhenFailuresGrowThenLimitDoublesFromOneSecondToFiveMinutes() {
        Backoff backoff = new Backoff(LARGEST);
        List<Long> seconds = IntStream.of(1, 2, 3, 4, 9, 10, 100, 1_000_000)
                .mapToObj(failures -> backoff.after(failures).toSeconds())
                .toList();
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 256L, 300L, 300L, 300L);
    }

    @Test
    void pauseWhenRandomThenSpreadOverTheWholeRange() {
        Backoff backoff = new Backoff(new Random(1));
        List<Long> pauses = IntStream.range(0, 1000)
                .mapToObj(i -> backoff.after(10).toSeconds())
                .toList();
        assertThat(pauses).allMatch(pause -> pause >= 1 && pause <= 300);
        assertThat(pauses).anyMatch(pause -> pause < 30).anyMatch(pause -> pause > 270);
    }

    @Test
    void pauseWhenAskedForThenTakenWithinReason() {
        assertThat(Backoff.asked(Duration.ofSeconds(17))).isEqualTo(Duration.ofSeconds(17));
        assertThat(Backoff.asked(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.asked(Duration.ofSeconds(-5))).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.asked(Duration.ofDays(9))).isEqualTo(Duration.ofHours(1));
    }
}

package io.caregate.portal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long HOUR = 3_600_000;

    @Test
    void paceWhenTheHourIsFullThenNotCountedUntilItIsOver() {
        Pace pace = new Pace("user", "realm", 1000);

        assertThat(pace.count(1000, 2)).isTrue();
        assertThat(pace.count(2000, 2)).isTrue();
        assertThat(pace.count(3000, 2)).isFalse();
        assertThat(pace.left(3000)).isEqualTo(HOUR - 2000);
        assertThat(pace.count(1000 + HOUR - 1, 2)).isFalse();
        assertThat(pace.count(1000 + HOUR, 2)).isTrue();
    }

    @Test
    void paceWhenTheClockGoesBackThenTheHourBeginsAnew() {
        Pace pace = new Pace("user", "realm", HOUR);
        assertThat(pace.count(HOUR, 1)).isTrue();
        assertThat(pace.count(10, 1)).isTrue();
    }
}

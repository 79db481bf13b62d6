package io.caregate.portal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HourlyQuotaTest {
    private static final long HOUR = 3_600_000;

    @Test
    void quotaWhenTheHourIsFullThenNotCountedUntilItIsOver() {
        HourlyQuota quota = new HourlyQuota("user", "realm", 1000);

        assertThat(quota.count(1000, 2)).isTrue();
        assertThat(quota.count(2000, 2)).isTrue();
        assertThat(quota.count(3000, 2)).isFalse();
        assertThat(quota.left(3000)).isEqualTo(HOUR - 2000);
        assertThat(quota.count(1000 + HOUR - 1, 2)).isFalse();
        assertThat(quota.count(1000 + HOUR, 2)).isTrue();
    }

    @Test
    void quotaWhenTheClockGoesBackThenAnHourBegins() {
        HourlyQuota quota = new HourlyQuota("user", "realm", HOUR);
        assertThat(quota.count(HOUR, 1)).isTrue();
        assertThat(quota.count(10, 1)).isTrue();
    }
}

package io.caregate.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** The measurements of a load: the time of each answer, in nanoseconds and sorted, and the total time. */
public final class Latencies {
    private final long[] nanos;
    private final Duration elapsed;

    public Latencies(long[] nanos, Duration elapsed) {
        this.nanos = nanos.clone();
        this.elapsed = elapsed;
        Arrays.sort(this.nanos);
    }

    public int count() {
        return nanos.length;
    }

    public double perSecond() {
        return nanos.length / (elapsed.toNanos() / 1e9);
    }

    public double percentileMillis(double percent) {
        int index = (int) Math.min(nanos.length - 1, Math.floor(nanos.length * percent / 100));
        return nanos.length == 0 ? Double.NaN : nanos[index] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f/s p50=%.2f p90=%.2f p99=%.2f max=%.1f ms",
                perSecond(),
                percentileMillis(50),
                percentileMillis(90),
                percentileMillis(99),
                percentileMillis(100));
    }
}

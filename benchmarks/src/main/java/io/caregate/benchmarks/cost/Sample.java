package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.load.Latencies;

/**
 * One slice of load on one server.
 *
 * @param challenger the contender that was compared with stock at that time
 * @param scenario id of the case, or of a point of a scale
 * @param subject of the server
 * @param round of this slice
 */
record Sample(Subject challenger, String scenario, Subject subject, int round, Latencies latencies, Reading used) {

    double of(Figure figure) {
        return switch (figure) {
            case PER_SECOND -> latencies.perSecond();
            case P50 -> latencies.percentileMillis(50);
            case P99 -> latencies.percentileMillis(99);
            case CPU -> used.threadMicros() / latencies.count();
            case PROCESS_CPU -> used.processMicros() / latencies.count();
            case ALLOCATED -> used.bytes() / latencies.count() / 1024;
            case DATABASE_CPU -> used.databaseMicros() / latencies.count();
        };
    }

    /** The figures of a slice that are shown. */
    enum Figure {
        PER_SECOND("requests/s", "%.0f"),
        P50("p50 ms", "%.1f"),
        P99("p99 ms", "%.1f"),
        CPU("CPU µs", "%.0f"),
        PROCESS_CPU("CPU µs, whole process", "%.0f"),
        ALLOCATED("allocated kB", "%.1f"),
        DATABASE_CPU("database CPU µs", "%.0f");

        private final String title;
        private final String format;

        Figure(String title, String format) {
            this.title = title;
            this.format = format;
        }

        String title() {
            return title;
        }

        String format() {
            return format;
        }
    }
}

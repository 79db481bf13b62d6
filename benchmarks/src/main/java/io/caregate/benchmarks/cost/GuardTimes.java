package io.caregate.benchmarks.cost;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times of the pack's guards, from the server's own histogram {@code caregate_guard_seconds}. */
final class GuardTimes {
    private static final Pattern LINE = Pattern.compile(
            "caregate_guard_seconds_(bucket|sum|count)\\{hook=\"([^\"]+)\"(?:,le=\"([^\"]+)\")?}\\s+(\\S+)");
    private static final double MICRO = 1e6;

    private final Map<String, Histogram> hooks = new TreeMap<>();

    /** Reads the metrics of a server. A server without the pack has none. */
    static GuardTimes at(URI management) throws IOException, InterruptedException {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(management + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        GuardTimes times = new GuardTimes();
        Matcher found = LINE.matcher(metrics);
        while (found.find()) {
            times.hooks
                    .computeIfAbsent(found.group(2), hook -> new Histogram())
                    .take(found.group(1), found.group(3), Double.parseDouble(found.group(4)));
        }
        return times;
    }

    /** @param server the title of the contender */
    Table table(String server) {
        Table table = new Table(
                "Time in the guards, " + server + ", warm-up included",
                List.of("hook", "calls", "mean µs", "p50 at most µs", "p99 at most µs"));
        hooks.forEach((hook, histogram) -> {
            if (histogram.count > 0) {
                table.row(List.of(
                        hook,
                        String.format(Locale.ROOT, "%.0f", histogram.count),
                        String.format(Locale.ROOT, "%.1f", histogram.sum / histogram.count * MICRO),
                        histogram.bound(0.5),
                        histogram.bound(0.99)));
            }
        });
        return table;
    }

    boolean isEmpty() {
        return hooks.isEmpty();
    }

    /** The histogram of one hook, by the upper bound of each bucket in seconds. */
    private static final class Histogram {
        private final TreeMap<Double, Double> buckets = new TreeMap<>();
        private double sum;
        private double count;

        void take(String part, String bound, double value) {
            switch (part) {
                case "sum" -> sum = value;
                case "count" -> count = value;
                default ->
                    buckets.put("+Inf".equals(bound) ? Double.POSITIVE_INFINITY : Double.parseDouble(bound), value);
            }
        }

        /** The bound of the bucket that this part of the calls does not exceed. */
        String bound(double part) {
            return buckets.entrySet().stream()
                    .filter(bucket -> bucket.getValue() >= part * count)
                    .map(bucket -> String.format(Locale.ROOT, "%.0f", bucket.getKey() * MICRO))
                    .findFirst()
                    .orElse("");
        }
    }
}

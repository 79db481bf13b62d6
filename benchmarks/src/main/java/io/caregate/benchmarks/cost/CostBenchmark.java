package io.caregate.benchmarks.cost;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the cost of Keycloak with the pack, and of other ways to the same end, each as a multiple of stock Keycloak
 * in the same run. {@code docs/performance.md} says how to run it and lists the system properties.
 */
public final class CostBenchmark {
    private CostBenchmark() {}

    /** Measures, prints, and writes the results as a page, Markdown and CSV. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Settings settings = Settings.read();
        Results results = new Results();
        List<Scale> scales = new ArrayList<>();
        List<Table> more = new ArrayList<>();
        try (Cluster cluster = new Cluster();
                Receiver receiver = new Receiver()) {
            for (Subject subject : settings.subjects()) {
                try (PairedRun run = new PairedRun(settings, cluster, subject, receiver.url(), results)) {
                    run(settings, cluster, run, subject, scales);
                    more.addAll(run.guardTimes());
                } finally {
                    Report.write(settings.output(), conditions(settings), results, scales, more);
                }
            }
        }
        if (settings.parts().contains("micro")) {
            more.add(MicroBenchmark.run());
            Report.write(settings.output(), conditions(settings), results, scales, more);
        }
        System.out.println("See " + settings.output().resolve("index.html").toAbsolutePath());
    }

    private static void run(Settings settings, Cluster cluster, PairedRun run, Subject subject, List<Scale> scales)
            throws IOException, InterruptedException {
        if (settings.parts().contains("cost")) {
            for (Case each : settings.cases()) {
                run.run(each.id(), host -> each.on(host.realm()));
            }
            run.measureFootprints();
        }
        if (settings.parts().contains("scale") && subject == Subject.CAREGATE) {
            scales.addAll(new ScaleSuite(settings, cluster, run, subject).run());
        }
    }

    private static String conditions(Settings settings) {
        return "Measured on " + LocalDate.now(ZoneOffset.UTC) + ": Keycloak "
                + System.getProperty("keycloak.version", "") + ", Java "
                + Runtime.version().feature() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + settings.clients() + " connections, " + settings.rounds() + " rounds of "
                + settings.slice().toSeconds() + " s after " + settings.warmup().toSeconds()
                + " s of warm-up; load average at the end " + String.format(Locale.ROOT, "%.1f", load()) + ".";
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}

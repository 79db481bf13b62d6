package io.caregate.benchmarks.cost;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What Keycloak with the pack costs, and what other ways to the same end do, each as a multiple of stock Keycloak in
 * the same run. {@code docs/performance.md} says how to run it and lists the system properties.
 */
public final class CostBenchmark {
    private CostBenchmark() {}

    /** Measures, prints, and writes a page, Markdown and CSV. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Settings settings = Settings.read();
        Results results = new Results();
        List<Scale> scales = new ArrayList<>();
        List<Table> more = new ArrayList<>();
        try (Cluster cluster = new Cluster();
                Receiver receiver = new Receiver()) {
            for (Contender contender : settings.contenders()) {
                try (Duel duel = new Duel(settings, cluster, contender, receiver.url(), results)) {
                    run(settings, cluster, duel, contender, scales);
                    more.addAll(duel.guardTimes());
                } finally {
                    Report.write(settings.output(), conditions(settings), results, scales, more);
                }
            }
        }
        if (settings.parts().contains("micro")) {
            more.add(Micro.run());
            Report.write(settings.output(), conditions(settings), results, scales, more);
        }
        System.out.println("See " + settings.output().resolve("index.html").toAbsolutePath());
    }

    private static void run(Settings settings, Cluster cluster, Duel duel, Contender contender, List<Scale> scales)
            throws IOException, InterruptedException {
        if (settings.parts().contains("cost")) {
            for (Case each : settings.cases()) {
                duel.run(each.id(), arena -> each.on(arena.realm()));
            }
            duel.measureFootprints();
        }
        if (settings.parts().contains("scale") && contender == Contender.CAREGATE) {
            scales.addAll(new Scales(settings, cluster, duel, contender).run());
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

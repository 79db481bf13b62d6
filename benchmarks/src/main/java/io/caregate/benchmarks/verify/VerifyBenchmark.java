package io.caregate.benchmarks.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Prints how long {@code caregate-audit-verify.jar} takes for a large export, without and with kept checkpoints, each
 * in a process of its own. With several JARs they are run in turn, so that other activity on the machine does not
 * affect only one of them. Compare processor time if there is any: it counts all threads, also the compiler's.
 *
 * <p>System properties: {@code jars}, and, if the defaults do not suit, {@code folder} of the files, which are kept (a
 * temporary folder), {@code entries} (1,000,000), {@code checkpoints} (100,000), {@code heap} (64m), {@code rounds}
 * (5).
 */
public final class VerifyBenchmark {
    private static final long SAMPLED_EVERY_MILLIS = 5;

    private final String heap = System.getProperty("heap", "64m");
    private final LogFiles files;
    private final Map<String, List<Run>> runs = new LinkedHashMap<>();

    private VerifyBenchmark(LogFiles files) {
        this.files = files;
    }

    /** Runs all rounds and prints a line for each JAR and case: the median, and the least and the greatest. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(System.getProperty("folder", System.getProperty("java.io.tmpdir") + "/verify-benchmark"));
        int entries = Integer.getInteger("entries", 1_000_000);
        int checkpoints = Integer.getInteger("checkpoints", 100_000);
        VerifyBenchmark benchmark = new VerifyBenchmark(LogFiles.in(folder, entries, checkpoints));
        String[] jars = System.getProperty("jars", "verify/target/caregate-audit-verify.jar")
                .split(",", -1);
        for (int round = 0; round < Integer.getInteger("rounds", 5); round++) {
            for (String jar : jars) {
                benchmark.measure(jar, "the export", List.of());
                benchmark.measure(
                        jar,
                        "and the checkpoints",
                        List.of("--checkpoints", benchmark.files.kept().toString()));
            }
        }
        System.out.printf("%,d entries, %,d checkpoints, -Xmx%s%n", entries, checkpoints, benchmark.heap);
        benchmark.runs.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "%s: %s s, processor %s s%n",
                name,
                spread(all.stream().map(Run::wall).toList()),
                spread(all.stream().map(Run::processor).toList())));
    }

    private void measure(String jar, String title, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-jar",
                jar,
                "verify",
                files.export().toString(),
                "--key",
                files.key().toString()));
        command.addAll(options);
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Duration processor = Duration.ZERO;
        while (!process.waitFor(SAMPLED_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            processor = process.info().totalCpuDuration().orElse(processor);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        runs.computeIfAbsent(jar + ", " + title, key -> new ArrayList<>())
                .add(new Run(Duration.ofNanos(System.nanoTime() - began), processor));
    }

    private static String spread(List<Duration> all) {
        List<Duration> sorted = all.stream().sorted().toList();
        return seconds(sorted.get(sorted.size() / 2)) + " (" + seconds(sorted.get(0)) + "–"
                + seconds(sorted.get(sorted.size() - 1)) + ")";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    private record Run(Duration wall, Duration processor) {}
}

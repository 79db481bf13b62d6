package io.caregate.benchmarks.cost;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the micro benchmarks, each in its own JVM, and measures the allocations of an operation. */
final class MicroBenchmark {
    private static final String CLASS_PATH = "java.class.path";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private MicroBenchmark() {}

    static Table run() {
        useOwnClassPath();
        Table table = new Table(
                "Micro benchmarks (mean, with the error of a 99.9 % confidence interval)",
                List.of("operation", "size", "ns", "allocated bytes"));
        try {
            for (RunResult result : new Runner(
                            new OptionsBuilder().addProfiler(GCProfiler.class).build())
                    .run()) {
                Result<?> time = result.getPrimaryResult();
                Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
                String size = result.getParams().getParam("registered");
                table.row(List.of(
                        time.getLabel(),
                        size == null ? "" : size,
                        String.format(Locale.ROOT, "%.1f ± %.1f", time.getScore(), time.getScoreError()),
                        allocated == null ? "" : String.format(Locale.ROOT, "%.0f", allocated.getScore())));
            }
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
        return table;
    }

    // Within Maven, the class path is that of a class loader, which JMH's own processes would not know.
    private static void useOwnClassPath() {
        if (MicroBenchmark.class.getClassLoader() instanceof URLClassLoader loader) {
            List<String> paths = new ArrayList<>();
            for (URL url : loader.getURLs()) {
                try {
                    paths.add(Path.of(url.toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException(e);
                }
            }
            System.setProperty(CLASS_PATH, String.join(File.pathSeparator, paths));
        }
    }
}

package io.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.deliver.SinkHandle;
import io.caregate.audit.notice.LogNotices;
import io.caregate.audit.read.ReadMeters;
import io.caregate.audit.seal.Signing;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFilter;
import io.caregate.audit.sink.SinkSettings;
import io.caregate.audit.sink.Start;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.foundation.option.TestConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of {@code docs/options.md} are those that a node with sinks and witnesses registers. */
class MetricsDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(caregate_audit_\\w+)` \\|([^|]*)\\|");

    @Test
    void metricWhenANodeHasItThenDocumentedWithItsLabelsAndNoOtherIs(@TempDir Path folder) throws Exception {
        Path policy = folder.resolve("policy");
        String witness = NoteSigner.ofPem("one.example/w", NoteSigner.newPem())
                .witnessKey()
                .toString();
        Files.writeString(policy, "witness one " + witness + " https://127.0.0.1:1\nquorum one\n");
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        // What an earlier log of this process has registered keeps its place.
        Metrics.globalRegistry.clear();
        Metrics.addRegistry(registry);
        try (TestDatabase database = new TestDatabase();
                NodeLog log = log(database, folder, policy);
                AutoCloseable reading = ReadMeters.register(database, log.appender())) {
            log.start();

            assertThat(reading).isNotNull();
            assertThat(documented()).isEqualTo(registered(registry));
        } finally {
            Metrics.removeRegistry(registry);
        }
    }

    private static NodeLog log(TestDatabase database, Path folder, Path policy) {
        Map<String, String> given = TestConfig.fullNames(
                "--spi-events-listener--caregate-audit--",
                Map.of("spill-dir", folder.toString(), "witness-policy-file", policy.toString()));
        return new NodeLog(
                TestConfig.during(given, AuditOptions::read),
                Signing.none(),
                database,
                database.tables(),
                List.of(new TakesAll()),
                LogNotices.none());
    }

    private static Map<String, Set<String>> documented() throws Exception {
        Map<String, Set<String>> metrics = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("..", "..", "docs", "options.md")))
                .results()
                .forEach(row -> metrics.put(
                        row.group(1),
                        Pattern.compile("`([a-z]+)`")
                                .matcher(row.group(2))
                                .results()
                                .map(label -> label.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))));
        return metrics;
    }

    private static Map<String, Set<String>> registered(SimpleMeterRegistry registry) {
        Map<String, Set<String>> metrics = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            String name = name(meter);
            // The buckets of a timer, which the registry in memory keeps apart.
            boolean buckets = name.endsWith("_histogram");
            if (name.startsWith("caregate_audit_") && !buckets) {
                Set<String> labels = metrics.computeIfAbsent(name, any -> new TreeSet<>());
                meter.getId().getTags().stream().map(Tag::getKey).forEach(labels::add);
                if (meter instanceof Timer) {
                    labels.add("le");
                }
            }
        }
        return metrics;
    }

    /** As Micrometer's registry for Prometheus names it. */
    private static String name(Meter meter) {
        String name = meter.getId().getName().replace('.', '_');
        String unit = meter.getId().getBaseUnit();
        String suffix =
                meter instanceof Counter ? "total" : meter instanceof Timer ? "seconds" : unit == null ? "" : unit;
        return suffix.isEmpty() || name.endsWith("_" + suffix) ? name : name + "_" + suffix;
    }

    /** A sink that takes everything. */
    private static final class TakesAll implements SinkHandle {
        @Override
        public String id() {
            return "memory";
        }

        @Override
        public SinkSettings settings() {
            return new SinkSettings(10, Start.OLDEST, SinkFilter.ALL);
        }

        @Override
        public Sink open() {
            return new Sink() {
                @Override
                public Outcome deliver(Batch batch) {
                    return Outcome.taken(batch);
                }

                @Override
                public void close() {}
            };
        }
    }
}

package io.caregate.it.audit;

import io.caregate.audit.deliver.Deliveries;
import io.caregate.audit.deliver.RetentionOptions;
import io.caregate.audit.deliver.SinkHandle;
import io.caregate.audit.file.FileSinkFactory;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.EntryIds;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkSettings;
import io.caregate.audit.webhook.WebhookSinkFactory;
import io.caregate.auditlog.entry.Entry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.Config;

/**
 * A node that only delivers to the sinks {@code file} and {@code webhook}, so that a test can stop it at any point. A
 * line {@code hold ID} on its input holds that sink's next batch just before the sink gets it, and {@code go ID} lets
 * it through. The process reports its steps. It ends with its input.
 */
final class DelivererProcess {
    private DelivererProcess() {}

    /** Takes the JDBC address with user and password, and the node's name. The sinks' options are system properties. */
    public static void main(String[] arguments) throws Exception {
        var gate = new Gate();
        List<SinkHandle> sinks = Stream.of(new FileSinkFactory(), new WebhookSinkFactory())
                .map(factory -> handle(factory, gate))
                .toList();
        try (var deliveries = new Deliveries(
                sinks,
                new RetentionOptions(Optional.empty(), Set.of()),
                () -> DriverManager.getConnection(arguments[0]),
                Tables.in(null),
                new NoAppender(arguments[1]),
                () -> {})) {
            deliveries.start("test.example.org/audit");
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                gate.obey(line);
            }
        }
    }

    private static SinkHandle handle(SinkFactory factory, Gate gate) {
        Config.Scope options = new Options(factory.getId() + ".");
        return new GatedHandle(ConfiguredSink.of(factory, options).get(0), gate);
    }

    /** A sink behind the gate. */
    private record GatedHandle(ConfiguredSink configured, Gate gate) implements SinkHandle {
        @Override
        public String id() {
            return configured.id();
        }

        @Override
        public SinkSettings settings() {
            return configured.settings();
        }

        @Override
        public Sink open() {
            Sink sink = configured.open(null);
            return new Sink() {
                @Override
                public Outcome deliver(Batch batch) throws Exception {
                    gate.pass(configured.id(), batch);
                    return sink.deliver(batch);
                }

                @Override
                public void close() {
                    sink.close();
                }
            };
        }
    }

    private static final class Gate {
        private final Set<String> held = new HashSet<>();

        synchronized void obey(String line) {
            String id = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("hold ")) {
                held.add(id);
            } else {
                held.remove(id);
            }
            System.out.println("obeys " + line);
            notifyAll();
        }

        synchronized void pass(String id, Batch batch) throws InterruptedException {
            if (held.contains(id)) {
                System.out.println(
                        "held " + id + " before seq=" + batch.items().get(0).seq());
            }
            while (held.contains(id)) {
                wait();
            }
        }
    }

    private static final class Options extends Config.SystemPropertiesScope {
        Options(String prefix) {
            super(prefix);
        }

        @Override
        public Set<String> getPropertyNames() {
            return Set.of();
        }
    }

    private record NoAppender(EntryIds ids, String node) implements EntryAppender {
        NoAppender(String node) {
            this(new EntryIds(Clock.systemUTC()), node);
        }

        @Override
        public String nextId() {
            return ids.next();
        }

        @Override
        public String hashOf(String realmId, String name) {
            return "";
        }

        @Override
        public void write(Entry entry) {
            throw new UnsupportedOperationException();
        }
    }
}

package io.caregate.audit.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GaugesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final InstantSource CLOCK = () -> Instant.ofEpochMilli(100_000);

    @TempDir
    private Path spill;

    @Test
    void standingWhenReadThenEachGaugeHasItsOwnValueAndSinksTheirState() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        // What an earlier log of this process has registered keeps its place.
        Metrics.globalRegistry.clear();
        Metrics.addRegistry(registry);
        Files.writeString(spill.resolve("1.spill"), "12345");
        try (TestDatabase database = new TestDatabase()) {
            insert(
                    database,
                    "CAREGATE_AUDIT_INBOX (ID, ",
                    "('a', 40000, 'r', 'T', '{}'), ('b', 30000, 'r', 'T', '{}')");
            insert(
                    database,
                    "CAREGATE_AUDIT_LOG (SEQ, ID, ",
                    "(1, 'x', 10000, 'r', 'T', '{}'), (2, 'y', 20000, 'r', 'T', '{}'), (3, 'z', 30000, 'r', 'T',"
                            + " '{}')");
            database.execute("UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = 3");
            database.execute(
                    "INSERT INTO CAREGATE_AUDIT_CURSOR (NAME, SEQ, CHECKPOINT_NR, MOVED, FAULT, OPERATORS) VALUES"
                            + " ('sink-a', 1, 0, 0, 'no', 0), ('sink-b', 3, 0, 0, NULL, 0), ('sink-c', 0, 0, 0,"
                            + " 'no', 1),"
                            + " ('sink-gone', 2, 0, 0, NULL, 0), ('retain', 0, 0, 0, NULL, 0)");
            database.execute("INSERT INTO CAREGATE_AUDIT_DEAD_LETTER VALUES ('a', 1, 0, 'r', 0, 'no'), ('a', 2, 0,"
                    + " 'other', 0, 'no')");
            LogStatusQuery query = new LogStatusQuery(database.tables(), Set.of("a", "b", "c"), spill, CLOCK);

            try (Gauges gauges = new Gauges(query, database)) {
                gauges.start();
                await().atMost(SOON).until(() -> value(registry, "caregate.audit.inbox") == 2);
            }
            assertThat(value(registry, "caregate.audit.unsealed.age")).isEqualTo(60);
            assertThat(value(registry, "caregate.audit.checkpoint.age")).isNaN();
            assertThat(value(registry, "caregate.audit.sink.lag.entries", "sink", "a"))
                    .isEqualTo(2);
            assertThat(value(registry, "caregate.audit.sink.lag", "sink", "a")).isEqualTo(80);
            assertThat(value(registry, "caregate.audit.sink.lag.entries", "sink", "b"))
                    .isZero();

            LogStatus status = query.read(database.open());
            assertThat(status.waiting().spillBytes()).isEqualTo(5);
            assertThat(status.sinks())
                    .extracting(sink -> sink.id() + " " + sink.state())
                    .containsExactly("a FAILING", "b DELIVERING", "c MISCONFIGURED", "gone REMOVED");
            assertThat(query.deadLetters(database.open(), "r")).containsOnly(Map.entry("a", 1L));
        } finally {
            Metrics.removeRegistry(registry);
        }
    }

    private static void insert(TestDatabase database, String into, String rows) {
        database.execute("INSERT INTO " + into + "EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) VALUES " + rows);
    }

    private static double value(SimpleMeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }
}

package io.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.notice.LogNotices;
import io.caregate.audit.seal.Signing;
import io.caregate.audit.status.JobStatus;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path spill;

    private TestDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void entryWhenTakenBeforeTheStartThenSealedAfterIt() {
        try (NodeLog log = log()) {
            log.appender().write(TestDatabase.entry("before").build());
            assertThat(database.inbox()).isEmpty();
            log.start();
            log.appender().write(TestDatabase.entry("after").build());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(database.log()).containsExactlyInAnyOrder("before", "after"));
        }
    }

    @Test
    void closeWhenStartedThenEveryLeaseIsFreeAndALaterEntryIsInTheSpill() throws Exception {
        NodeLog log = log();
        log.start();
        await().atMost(SOON).untilAsserted(() -> assertThat(heldLeases()).containsExactly("check", "seal"));
        log.close();
        assertThat(heldLeases()).isEmpty();

        log.appender().write(TestDatabase.entry("late").build());
        assertThat(database.inbox()).isEmpty();
        assertThat(log.status().read(database.open()).waiting().spillBytes()).isPositive();
    }

    @Test
    void statusWhenReadThenOfThisNodesJobs() throws Exception {
        try (NodeLog log = log()) {
            assertThat(log.status().read(database.open()).jobs())
                    .extracting(JobStatus::name)
                    .containsExactly("check", "seal");
        }
    }

    private List<String> heldLeases() {
        return database.column("SELECT NAME FROM CAREGATE_AUDIT_LEASE WHERE EXPIRES > 0 ORDER BY NAME");
    }

    private NodeLog log() {
        Map<String, String> given = TestConfig.fullNames(
                "--spi-events-listener--caregate-audit--", Map.of("spill-dir", spill.toString(), "node-name", "here"));
        return new NodeLog(
                TestConfig.during(given, AuditOptions::read),
                Signing.none(),
                database,
                database.tables(),
                List.of(),
                LogNotices.none());
    }
}

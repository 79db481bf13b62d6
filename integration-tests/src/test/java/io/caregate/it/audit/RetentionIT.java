package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.LongLog;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.ServerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Old entries are erased while logins continue. {@code -Dcaregate.retention.rows=10000000} sets the size of a large
 * log.
 */
@Needs(POSTGRES)
final class RetentionIT {
    private static final int ROWS = Integer.getInteger("caregate.retention.rows", 100_000);

    @Test
    void entriesWhenOldThenErasedWhileLoginsGoOnAndHashesStay() {
        try (Postgres postgres = Postgres.withKeycloak()) {
            AuditDatabase database = new AuditDatabase(postgres);
            try (var server = builder(postgres).start()) {
                new Keycloak(server).realm().name("clinic").client(worker()).create();
            }
            LongLog.fill(postgres, "realm", "clinic", ROWS, Duration.ofDays(31));
            String hashes = hashes(database);
            try (var server = builder(postgres)
                    .option("--spi-events-listener--caregate-audit--retain=P30D")
                    .start()) {
                TestRealm realm = new Keycloak(server).existingRealm("clinic");
                long began = System.nanoTime();
                List<Double> logins = new ArrayList<>();
                await().atMost(Duration.ofHours(3))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> {
                            logins.add(fail(realm));
                            return erasedUpTo(database) >= ROWS;
                        });
                double seconds = (System.nanoTime() - began) / 1e9;
                List<Double> sorted = logins.stream().sorted().toList();
                System.out.printf(
                        "erased %d entries in %.1f s (%.0f/s); meanwhile %d failed logins, median %.1f ms, worst"
                                + " %.1f ms%n",
                        ROWS,
                        seconds,
                        ROWS / seconds,
                        logins.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() - 1));
                assertThat(sorted.get(sorted.size() / 2)).isLessThan(500);
            }
            assertThat(database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG WHERE SEQ <= " + ROWS
                            + " AND (PAYLOAD IS NOT NULL OR SALT IS NOT NULL OR USERNAME IS NOT NULL)"))
                    .isZero();
            assertThat(database.number(
                            "SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG WHERE SEQ > " + ROWS + " AND PAYLOAD IS NULL"))
                    .isZero();
            assertThat(hashes(database)).isEqualTo(hashes);
        }
    }

    private static String hashes(AuditDatabase database) {
        return database.column("SELECT MD5(STRING_AGG(LEAF_HASH, '' ORDER BY SEQ)) FROM CAREGATE_AUDIT_LOG WHERE SEQ > "
                        + (ROWS - 50_000) + " AND SEQ <= " + ROWS)
                .get(0);
    }

    private static long erasedUpTo(AuditDatabase database) {
        return database.number("SELECT COALESCE(MAX(SEQ), 0) FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'retain'");
    }

    private static double fail(TestRealm realm) {
        long began = System.nanoTime();
        realm.oidc()
                .token(worker(), Map.of("grant_type", "refresh_token", "refresh_token", "none"))
                .expect(400);
        return (System.nanoTime() - began) / 1e6;
    }

    private static TestClient worker() {
        return TestClient.service("worker");
    }

    private static ServerBuilder builder(Postgres postgres) {
        return postgres.server().timeout(Duration.ofMinutes(8));
    }
}

package io.caregate.policy.reportmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.RuleId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViolationWriterTest {
    private final SettableClock clock = new SettableClock();
    private final ViolationTally tally = new ViolationTally();
    private TestDatabase database;
    private ViolationWriter writer;

    @BeforeEach
    void create() throws Exception {
        database = new TestDatabase();
        database.addClient("uuid");
        writer = new ViolationWriter(tally, new ViolationStore(database, database.tables(), "one"), clock);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private void see() {
        tally.count(ViolationStoreTest.seen("uuid", RuleId.PKCE_S256, EnforcementPoint.LOGIN, "x"), clock.millis());
    }

    private long stored() throws SQLException {
        var byRule = database.violations("realm-id", "uuid").of("uuid");
        return byRule.isEmpty()
                ? 0
                : StoredViolations.total(byRule.get(RuleId.PKCE_S256)).count();
    }

    @Test
    void stepWhenDatabaseIsAwayThenCountsAreKeptAndTriedLater() throws SQLException {
        see();
        database.takeAway();
        writer.step();
        see();
        clock.pass(Duration.ofSeconds(1));
        writer.step();
        database.bringBack();

        clock.pass(Duration.ofMillis(1_999));
        writer.step();
        assertThat(stored()).as("too early").isZero();
        clock.pass(Duration.ofMillis(1));
        writer.step();
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void lastWhenItIsTooEarlyThenStoredAllTheSame() throws SQLException {
        see();
        database.takeAway();
        writer.step();
        database.bringBack();

        writer.last();

        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void stepWhenAnAnswerIsLostThenStoredOnce() throws SQLException {
        see();
        database.loseNextAnswer();
        writer.step();
        see();
        clock.pass(Duration.ofSeconds(1));
        writer.step();

        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void stepWhenAClientIsRemovedThenPrunedSoon() throws SQLException {
        see();
        tally.count(ViolationStoreTest.seen("other", RuleId.PKCE_S256, EnforcementPoint.LOGIN, "x"), clock.millis());
        writer.step();
        tally.count(ViolationStoreTest.seen("other", RuleId.PKCE_S256, EnforcementPoint.LOGIN, "x"), clock.millis());
        writer.step();
        assertThat(database.violations("realm-id", "other").of("other")).isNotEmpty();

        writer.pruneSoon();
        writer.step();

        assertThat(database.violations("realm-id", "other").of("other")).isEmpty();
        assertThat(stored()).isEqualTo(1);
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-01-31T08:15:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

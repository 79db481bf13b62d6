package io.caregate.audit.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.TestDatabase;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureTest {
    private static final Duration AGE = Duration.ofDays(400);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Instant OLD = NOW.minus(Duration.ofDays(500));
    private static final Instant YOUNG = NOW.minus(Duration.ofDays(300));
    private static final Instant FUTURE = NOW.plus(Duration.ofDays(500));

    private static final byte[] SALT = new byte[TreeHasher.SALT_BYTES];
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private TestDatabase database;
    private int sealed;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        database.execute(
                "INSERT INTO CAREGATE_AUDIT_CURSOR (NAME, SEQ, CHECKPOINT_NR, MOVED) VALUES ('retain', 0, 0, 0)");
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void entriesWhenOldThenErasedUpToTheFirstYoungOne() throws Exception {
        seal(OLD, OLD, FUTURE, OLD, YOUNG, OLD);
        assertThat(erase(NOW, 10)).isEqualTo(4);
        assertThat(erase(NOW, 10)).isZero();
        assertThat(erased()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void nodeWhenItsClockIsAheadThenNothingIsErasedTooEarly() throws Exception {
        seal(YOUNG, YOUNG);
        assertThat(erase(NOW.plus(Duration.ofDays(2000)), 10)).isZero();
        assertThat(erased()).isEmpty();
    }

    /** To such a node, young entries look like entries of the future, which are erased with old ones. */
    @Test
    void nodeWhenItsClockIsBehindThenNothingIsErasedTooEarly() throws Exception {
        seal(YOUNG, YOUNG, Instant.EPOCH);
        assertThat(erase(NOW.minus(Duration.ofDays(1000)), 10)).isZero();
        assertThat(erased()).isEmpty();
    }

    @Test
    void entriesOfTheFutureWhenMoreThanATransactionErasesThenTheyDoNotStopIt() throws Exception {
        seal(FUTURE, FUTURE, FUTURE, FUTURE, FUTURE, OLD, YOUNG);
        assertThat(erase(NOW, 2)).isEqualTo(2);
        assertThat(erase(NOW, 2)).isEqualTo(2);
        assertThat(erase(NOW, 2)).isEqualTo(2);
        assertThat(erase(NOW, 2)).isZero();
        assertThat(erased()).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void entriesOfTheFutureWhenAYoungOneFollowsThenKept() throws Exception {
        seal(FUTURE, FUTURE, FUTURE, YOUNG, OLD);
        assertThat(erase(NOW, 2)).isZero();
        assertThat(erased()).isEmpty();
    }

    /** The column is a copy, and the payload has the true time. */
    @Test
    void entryWhenOnlyItsColumnIsOldThenKept() throws Exception {
        seal(OLD, YOUNG);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET EVENT_TIME = " + OLD.toEpochMilli() + " WHERE SEQ = 2");
        assertThat(erase(NOW, 10)).isEqualTo(1);
        assertThat(erased()).containsExactly("1");
    }

    @Test
    void entriesWhenACursorIsNotProvedOrGoneThenNothingIsErased() throws Exception {
        seal(OLD, OLD);
        database.execute(
                "INSERT INTO CAREGATE_AUDIT_CURSOR (NAME, SEQ, CHECKPOINT_NR, MOVED) VALUES ('sink-a', 2, 0, 0)");
        assertThatThrownBy(() -> erase(NOW, 10)).hasMessageContaining("CAREGATE_AUDIT_CURSOR NAME=sink-a");
        database.execute("DELETE FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-a'");
        assertThatThrownBy(() -> erase(NOW, 10, Set.of("sink-a"))).hasMessageContaining("is gone");
        assertThat(erased()).isEmpty();
    }

    /** Its age is not known, and erasing it would hide that it was changed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PAYLOAD = 'x'",
                "PAYLOAD = '{}', EVENT_TIME = 1",
                "LEAF_HASH = 'AAAA'",
                "LEAF_HASH = NULL",
                "SALT = 'AAAAAAAAAAAAAAAAAAAAAA==', LEAF_HASH = 'AAAA', EVENT_TIME = 1"
            })
    void entryWhenItIsNotWhatWasSealedThenItAndAllBehindItAreKeptAndNamed(String change) throws Exception {
        seal(OLD, OLD, OLD, OLD);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET " + change + " WHERE SEQ = 3");

        assertThat(erase(NOW, 10)).isEqualTo(2);
        assertThatThrownBy(() -> erase(NOW, 10)).hasMessageContaining("CAREGATE_AUDIT_LOG SEQ=3");
        assertThat(erased()).containsExactly("1", "2");
    }

    private String payload(Instant time) {
        return TestDatabase.entry("id" + sealed)
                .build()
                .canonical()
                .replace("2026-01-31T08:15:00.000Z", time.toString());
    }

    private int erase(Instant nodesClock, int most) throws Exception {
        return erase(nodesClock, most, Set.of());
    }

    private int erase(Instant nodesClock, int most, Set<String> wanted) throws Exception {
        CursorProof proof = new CursorProof(database.tables(), Optional.empty());
        SinkCursor progress = new SinkCursor(database.tables(), Erasure.NAME, InstantSource.fixed(nodesClock), proof);
        try (Connection connection = database.open()) {
            long from = progress.read(connection).orElseThrow().position().seq();
            long to = new Erasure(
                            database.tables(),
                            AGE,
                            InstantSource.fixed(nodesClock),
                            new Delivered(database.tables(), proof, wanted),
                            progress)
                    .run(connection, from, most);
            return (int) (to - from);
        }
    }

    private List<String> erased() {
        return database.column("SELECT SEQ FROM CAREGATE_AUDIT_LOG WHERE PAYLOAD IS NULL ORDER BY SEQ");
    }

    private void seal(Instant... times) {
        for (Instant time : times) {
            sealed++;
            database.execute("INSERT INTO CAREGATE_AUDIT_LOG (SEQ, ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD, SALT,"
                    + " LEAF_HASH) VALUES ("
                    + sealed + ", 'id" + sealed + "', " + time.toEpochMilli() + ", 'r', 'T', '" + payload(time)
                    + "', '" + BASE64.encodeToString(SALT) + "', '"
                    + BASE64.encodeToString(
                            new TreeHasher().leaf(SALT, payload(time).getBytes(StandardCharsets.UTF_8)))
                    + "')");
        }
        database.execute("UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = " + sealed + ", TREE_SIZE = " + sealed);
    }
}

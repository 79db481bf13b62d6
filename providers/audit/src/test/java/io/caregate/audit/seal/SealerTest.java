package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SealerTest {
    private TestDatabase database;

    @BeforeEach
    void create() throws Exception {
        database = new TestDatabase();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void numbersWithoutAGapInTheOrderOfIds() throws Exception {
        capture("b", "a", "c");
        assertThat(seal(2)).isEqualTo(SealTransaction.Outcome.MORE_WAIT);
        capture("aa");
        assertThat(seal(2)).isEqualTo(SealTransaction.Outcome.MORE_WAIT);
        assertThat(seal(2)).isEqualTo(SealTransaction.Outcome.ALL_SEALED);
        assertThat(database.log()).containsExactly("a", "b", "aa", "c");
        assertThat(seqs()).containsExactly("1", "2", "3", "4");
        assertThat(database.inbox()).isEmpty();
    }

    @Test
    void whatIsRolledBackLeavesNoGap() throws Exception {
        capture("a");
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            new SealTransaction(connection, database.tables(), 10).run();
            connection.rollback();
        }
        capture("b");
        seal(10);
        assertThat(seqs()).containsExactly("1", "2");
    }

    @Test
    void whatIsReplayedAfterItWasSealedIsNotSealedAgain() throws Exception {
        capture("a");
        seal(10);
        capture("a", "b");
        seal(10);
        assertThat(database.log()).containsExactly("a", "b");
        assertThat(database.inbox()).isEmpty();
    }

    @Test
    void leavesTheWorkToWhoeverHoldsTheLock() throws Exception {
        capture("a");
        try (Connection other = database.open()) {
            other.setAutoCommit(false);
            new SealTransaction(other, database.tables(), 10).run();
            assertThat(seal(10)).isEqualTo(SealTransaction.Outcome.ANOTHER_NODE_SEALS);
            other.commit();
        }
        assertThat(seal(10)).isEqualTo(SealTransaction.Outcome.ALL_SEALED);
        assertThat(database.log()).containsExactly("a");
    }

    @Test
    void twoSealersMakeOneSequence() throws Exception {
        try (Sealer one = new Sealer(database, database.tables());
                Sealer two = new Sealer(database, database.tables())) {
            one.start();
            two.start();
            for (int round = 0; round < 10; round++) {
                int from = round * 100;
                capture(IntStream.range(from, from + 100)
                        .mapToObj(i -> String.format("%06d", i))
                        .toArray(String[]::new));
                one.wake();
                two.wake();
            }
            await().untilAsserted(() -> assertThat(database.log()).hasSize(1000));
        }
        assertThat(seqs())
                .isEqualTo(IntStream.rangeClosed(1, 1000)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(database.column("SELECT LAST_SEQ FROM " + database.tables().head()))
                .containsExactly("1000");
    }

    private List<String> seqs() {
        return database.column("SELECT SEQ FROM " + database.tables().log() + " ORDER BY SEQ");
    }

    private SealTransaction.Outcome seal(int most) throws SQLException {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            SealTransaction.Outcome outcome = new SealTransaction(connection, database.tables(), most).run();
            connection.commit();
            return outcome;
        }
    }

    private void capture(String... ids) throws SQLException {
        String sql = "INSERT INTO " + database.tables().inbox()
                + " (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) VALUES (?, 0, 'r', 'T', '{}')";
        try (Connection connection = database.open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String id : ids) {
                statement.setString(1, id);
                statement.executeUpdate();
            }
        }
    }
}

package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.lease.Lease;
import io.caregate.audit.lease.LeaseLostException;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointThinningTest {
    private static final Instant NOW = Instant.parse("2026-01-31T08:15:00Z");
    /** The beginning of a minute, two hours ago. */
    private static final Instant OLD = NOW.minus(Duration.ofHours(2));

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private TestDatabase database;
    private Lease lease;
    private CheckpointThinning thinning;
    private int number;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        lease = lease();
        thinning = new CheckpointThinning(database.tables(), now::get);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    /** Of three checkpoints, the times of the first two in seconds, their sizes and that of the third, an hour ago. */
    @ParameterizedTest
    @CsvSource({
        "0, 59, 10, 20, '2 3', the last of its minute does for it",
        "0, 60, 10, 20, '1 2 3', another minute",
        "0, 1, 10, 10, '2 3', the same size",
        "0, 1, 0, 1000, '2 3', a thousand entries",
        "0, 1, 0, 1001, '1 2 3', more than a thousand entries",
        "0, 1, 20, 10, '1 2 3', the log was set back"
    })
    void checkpointWhenOldThenOnlyIfTheNextOneDoesForIt(
            int first, int second, long size, long next, String kept, String why) throws Exception {
        store(OLD.plusSeconds(first), size);
        store(OLD.plusSeconds(second), next);
        store(OLD.plusSeconds(300), 5000);
        thin();
        assertThat(String.join(" ", numbers())).as(why).isEqualTo(kept);
    }

    @Test
    void checkpointsWhenYoungerThanAnHourThenKeptUntilTheyAreNot() throws Exception {
        Instant begin = NOW.minus(CheckpointThinning.KEPT_ALL);
        IntStream.range(0, 60).forEach(second -> store(begin.plusSeconds(second + 1), second));
        thin();
        assertThat(numbers()).hasSize(60);
        now.set(NOW.plusSeconds(10));
        thin();
        assertThat(numbers()).hasSize(50).startsWith("11");
        now.set(NOW.plusSeconds(120));
        thin();
        assertThat(numbers()).containsExactly("59", "60");
    }

    /**
     * One witness has cosigned all of them, and newer ones. Another one has cosigned the second last, before it became
     * silent, and others have written rows in its name, of trees that there are and of one that there is not.
     */
    @Test
    void checkpointWhenAWitnessHasCosignedItLastThenKept() throws Exception {
        database.execute("UPDATE CAREGATE_AUDIT_HEAD SET TREE_SIZE = 100");
        IntStream.rangeClosed(1, 5).forEach(size -> store(OLD.plusSeconds(size), size));
        store(OLD.plusSeconds(300), 50);
        for (int size = 1; size <= 50; size++) {
            cosigned("all", size);
        }
        cosigned("silent", 2);
        cosigned("silent", 50);
        cosigned("silent", 1_000_000);
        thin();
        assertThat(numbers()).containsExactly("2", "5", "6");
    }

    private void cosigned(String witness, long size) {
        database.execute("INSERT INTO CAREGATE_AUDIT_COSIGNATURE (WITNESS, TREE_SIZE, COSIGNED, NOTE) VALUES ('"
                + witness + "', " + size + ", 0, 'note')");
    }

    @Test
    void newestWhenHoweverOldThenKept() throws Exception {
        store(OLD, 1);
        store(OLD.plusSeconds(1), 1);
        thin();
        assertThat(numbers()).containsExactly("2");
    }

    /** What a sink gets that comes late must not be less dense than what the verifier accepts. */
    @Test
    void checkpointsWhenManyEntriesAMinuteThenNoMoreThanAThousandLieBetweenTwo() throws Exception {
        IntStream.range(0, 2400).forEach(second -> store(OLD.plusSeconds(second), 300L * second));
        thin();
        List<String> sizes = database.column("SELECT TREE_SIZE FROM CAREGATE_AUDIT_CHECKPOINT ORDER BY NR");
        assertThat(sizes).hasSizeLessThan(900).endsWith("719700");
        for (int i = 1; i < sizes.size(); i++) {
            assertThat(Long.parseLong(sizes.get(i)) - Long.parseLong(sizes.get(i - 1)))
                    .isBetween(1L, (long) CheckpointSigner.ENTRIES);
        }
        thinning.restart();
        thin();
        assertThat(numbers()).as("another node keeps the same").hasSameSizeAs(sizes);
    }

    @Test
    void checkpointWhenFromTheFutureThenKeptAndThoseBehindItAreThinned() throws Exception {
        store(NOW.plusSeconds(1), 1);
        store(NOW.plusSeconds(2), 1);
        store(OLD, 1);
        store(OLD.plusSeconds(1), 1);
        store(NOW, 1);
        thin();
        assertThat(numbers()).containsExactly("1", "2", "4", "5");
    }

    @Test
    void stepWhenTheLeaseIsAnotherNodesThenNothingIsDeleted() throws Exception {
        store(OLD, 1);
        store(OLD.plusSeconds(1), 1);
        database.execute("UPDATE CAREGATE_AUDIT_LEASE SET EXPIRES = 0");
        lease();
        assertThatThrownBy(this::thin).isInstanceOf(LeaseLostException.class);
        assertThat(numbers()).hasSize(2);
    }

    private Lease lease() throws Exception {
        Lease some = new Lease(database.tables(), Sealer.LEASE, "node", Duration.ofSeconds(10));
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            assertThat(some.take(connection)).isTrue();
        }
        return some;
    }

    private void thin() throws Exception {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            boolean more;
            do {
                more = thinning.step(connection, lease);
            } while (more);
        }
    }

    private void store(Instant created, long size) {
        database.execute("INSERT INTO CAREGATE_AUDIT_CHECKPOINT (NR, CREATED, TREE_SIZE, NOTE) VALUES (" + ++number
                + ", " + created.toEpochMilli() + ", " + size + ", 'note')");
    }

    private List<String> numbers() {
        return database.column("SELECT NR FROM CAREGATE_AUDIT_CHECKPOINT ORDER BY NR");
    }
}

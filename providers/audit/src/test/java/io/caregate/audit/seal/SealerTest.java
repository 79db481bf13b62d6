package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.PooledDatabase;
import io.caregate.audit.TestDatabase;
import io.caregate.audit.integrity.LogWalk;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.lease.Lease;
import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.KeyTable;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final Duration TERM = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private TestDatabase database;
    private Lease lease;
    private Optional<CheckpointSigner> checkpointSigner = Optional.empty();

    @BeforeEach
    void create() throws Exception {
        database = new TestDatabase();
        lease = lease(TERM);
        take(lease);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void numbersWithoutAGapInTheOrderOfIds() throws Exception {
        capture("b", "a", "c");
        assertThat(seal(2)).isTrue();
        capture("aa");
        assertThat(seal(2)).isTrue();
        assertThat(seal(2)).isFalse();
        assertThat(database.log()).containsExactly("a", "b", "aa", "c");
        assertThat(seqs()).containsExactly("1", "2", "3", "4");
        assertThat(database.inbox()).isEmpty();
    }

    @Test
    void whatIsRolledBackLeavesNoGap() throws Exception {
        capture("a");
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            transaction(connection, lease).run(10, null);
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
    void sealWhenALeaseIsHeldThenNobodyElseTakesIt() throws Exception {
        Lease other = lease(TERM);
        assertThat(take(other)).isFalse();
        assertThat(other.isHeld()).isFalse();
    }

    @Test
    void sealWhenTheLeaseWasTakenOverThenTheZombieIsRefusedAndLeavesNothing() throws Exception {
        capture("a");
        Lease successor = lease(TERM);
        assertThat(expireAndTake(successor)).isTrue();

        assertThatThrownBy(() -> seal(10)).isInstanceOf(LeaseLostException.class);
        assertThat(lease.isHeld()).isFalse();
        assertThat(database.log()).isEmpty();

        seal(successor, 10);
        assertThat(database.log()).containsExactly("a");
        assertThat(successor.epoch()).isEqualTo(2);
    }

    /** A lease that another node's clock, or a fence, could have written is not taken. */
    @Test
    void leaseWhenTheDatabasesClockWasSetBackThenTaken() throws Exception {
        long now = System.currentTimeMillis();
        database.execute("UPDATE " + database.tables().lease() + " SET EXPIRES = " + (now + 3 * TERM.toMillis() / 2));
        assertThat(take(lease(TERM))).isFalse();

        database.execute("UPDATE " + database.tables().lease() + " SET EXPIRES = "
                + (now + Duration.ofDays(30).toMillis()));
        assertThat(take(lease(TERM))).isTrue();
        assertThatThrownBy(() -> seal(10)).isInstanceOf(LeaseLostException.class);
    }

    /** A JAR that is replaced under a running server. */
    @Test
    void sealerWhenAClassIsGoneThenNothingIsCommittedByHalfAndItGoesOn() throws Exception {
        capture("a", "b");
        inTransaction(connection -> {
            lease.release(connection);
            return null;
        });
        PooledDatabase pool =
                new PooledDatabase(database, "UPDATE " + database.tables().head());
        AtomicInteger risen = new AtomicInteger();
        try (Sealer sealer = new Sealer(pool, database.tables(), Optional.empty(), "node", risen::incrementAndGet)) {
            sealer.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> database.log().size() == 2);
            assertThat(pool.hasFailed()).isTrue();
            assertThat(database.log()).containsExactly("a", "b");
            assertThat(database.column(
                            "SELECT TREE_SIZE FROM " + database.tables().head()))
                    .containsExactly("2");
            await().atMost(Duration.ofSeconds(20)).until(() -> risen.get() == 1);
            sealer.wake();
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).until(() -> risen.get() == 1);
        }
    }

    @Test
    void leaseWhenReleasedThenFreeAtOnce() throws Exception {
        inTransaction(connection -> {
            lease.release(connection);
            return null;
        });
        assertThat(lease.isHeld()).isFalse();
        assertThat(take(lease(TERM))).isTrue();
    }

    @Test
    void treeWhenSealedThenEveryLeafAndSubtreeIsStored() throws Exception {
        capture(ids(0, 600));
        seal(250);
        seal(250);
        seal(250);
        TreeHasher hasher = new TreeHasher();
        CompactRange tree = new CompactRange(hasher);
        Map<String, String> roots = new TreeMap<>();
        for (String row : database.column("SELECT SALT || ' ' || LEAF_HASH || ' ' || PAYLOAD FROM "
                + database.tables().log() + " ORDER BY SEQ")) {
            String[] columns = row.split(" ", 3);
            byte[] leaf =
                    hasher.leaf(Base64.getDecoder().decode(columns[0]), columns[2].getBytes(StandardCharsets.UTF_8));
            assertThat(Base64.getEncoder().encodeToString(leaf)).isEqualTo(columns[1]);
            tree.append(leaf, (height, position, hash) -> {
                if (height == 8) {
                    roots.put(height + "/" + position, Base64.getEncoder().encodeToString(hash));
                }
            });
        }
        assertThat(roots).hasSize(2);
        assertThat(database.column("SELECT HASH FROM " + database.tables().tree() + " ORDER BY HEIGHT, POSITION"))
                .containsExactlyElementsOf(roots.values());
        assertThat(database.column("SELECT FRONTIER FROM " + database.tables().head()))
                .containsExactly(tree.toText());
        assertThat(database.column(
                        "SELECT DISTINCT SALT FROM " + database.tables().log()))
                .hasSize(600);
    }

    @Test
    void upgradeWhenEntriesWereNumberedWithoutHashThenTheyComeFirstIntoTheTree() throws Exception {
        database.execute("INSERT INTO " + database.tables().log()
                + " (SEQ, ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD)"
                + " SELECT X, 'old-' || X, 0, 'r', 'T', '{}' FROM SYSTEM_RANGE(1, 25)");
        database.execute("UPDATE " + database.tables().head() + " SET LAST_SEQ = 25");
        capture("pending");
        seal(10);
        assertThat(database.column("SELECT TREE_SIZE FROM " + database.tables().head()))
                .containsExactly("10");
        seal(10);
        seal(10);
        seal(10);
        assertThat(database.column("SELECT SEQ FROM " + database.tables().log() + " WHERE LEAF_HASH IS NULL"))
                .isEmpty();
        assertThat(database.column("SELECT TREE_SIZE FROM " + database.tables().head()))
                .containsExactly("26");
        assertThat(database.log()).hasSize(26).endsWith("pending");
    }

    @Test
    void checkpointWhenEntriesComeThenAtMostOneASecondAndAtTheLatestAfterOne() throws Exception {
        NoteSigner signer = NoteSigner.ofPem("log", NoteSigner.newPem());
        AtomicReference<Instant> now = sign(signer);

        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L);
        assertThat(untilDue()).isEqualTo(CheckpointSigner.IDLE_INTERVAL);
        capture("a");
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L);
        assertThat(untilDue()).isEqualTo(CheckpointSigner.BUSY_INTERVAL).isLessThan(Duration.ofSeconds(1));
        now.set(now.get().plus(CheckpointSigner.BUSY_INTERVAL).minusMillis(1));
        capture("b");
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L);
        now.set(now.get().plusMillis(1));
        assertThat(untilDue()).isZero();
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L, 2L);

        now.set(now.get().plusSeconds(30));
        capture("c");
        seal(5000);
        assertThat(signedSizes(signer))
                .as("after a rest, in the same transaction")
                .containsExactly(0L, 2L, 3L);
    }

    @Test
    void checkpointWhenNothingIsSealedThenOneAMinute() throws Exception {
        NoteSigner signer = NoteSigner.ofPem("log", NoteSigner.newPem());
        AtomicReference<Instant> now = sign(signer);
        seal(5000);
        now.set(now.get().plusSeconds(59));
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L);
        assertThat(untilDue()).isEqualTo(Duration.ofSeconds(1));
        now.set(now.get().plusSeconds(1));
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L, 0L);
    }

    @Test
    void checkpointWhenAThousandEntriesOrTheClockWasSetBackThenAtOnce() throws Exception {
        NoteSigner signer = NoteSigner.ofPem("log", NoteSigner.newPem());
        AtomicReference<Instant> now = sign(signer);
        seal(5000);
        capture(ids(0, 999));
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L);
        capture("z");
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L, 1000L);
        now.set(now.get().minusSeconds(3600));
        assertThat(untilDue()).isZero();
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L, 1000L, 1000L);
    }

    /** The note of the same size in the same second would be the same text, which no file may have twice. */
    @Test
    void checkpointWhenTheClockIsSetBackWithinItsSecondThenTheSameNoteIsNotMadeAgain() throws Exception {
        NoteSigner signer = NoteSigner.ofPem("log", NoteSigner.newPem());
        AtomicReference<Instant> now = sign(signer);
        now.set(now.get().plusMillis(500));
        seal(5000);
        now.set(now.get().minusMillis(200));
        assertThat(untilDue()).isEqualTo(CheckpointSigner.BUSY_INTERVAL);
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L);
        now.set(now.get().minusMillis(301));
        assertThat(untilDue()).isZero();
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L, 0L);
    }

    /** An older copy of the database, whose checkpoints are of a log that was longer. */
    @Test
    void checkpointWhenOfALongerLogThenASmallerOneIsSignedASecondLater() throws Exception {
        NoteSigner signer = NoteSigner.ofPem("log", NoteSigner.newPem());
        AtomicReference<Instant> now = sign(signer);
        seal(5000);
        database.execute("UPDATE CAREGATE_AUDIT_CHECKPOINT SET TREE_SIZE = 7");
        now.set(now.get().plus(CheckpointSigner.BUSY_INTERVAL));
        seal(5000);
        assertThat(signedSizes(signer)).containsExactly(0L, 0L);
    }

    /** Far less than a minute, and more than a second on a machine that does other things too. */
    @Test
    void sealerWhenEntriesComeThenACheckpointCoversThemSoon() throws Exception {
        inTransaction(connection -> {
            lease.release(connection);
            return null;
        });
        Optional<NoteSigner> signer = Optional.of(NoteSigner.ofPem("log", NoteSigner.newPem()));
        try (Sealer sealer = new Sealer(database, database.tables(), signer, "node")) {
            sealer.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> coveredSize() == 0);
            for (int entry = 1; entry <= 3; entry++) {
                int size = entry;
                capture("id" + entry);
                sealer.wake();
                await().pollInterval(Duration.ofMillis(20))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> coveredSize() == size);
            }
        }
    }

    private long coveredSize() {
        return Long.parseLong(database.column("SELECT COALESCE(MAX(TREE_SIZE), -1) FROM CAREGATE_AUDIT_CHECKPOINT")
                .get(0));
    }

    /** Signs from now on, by a clock that stands still. */
    private AtomicReference<Instant> sign(NoteSigner signer) {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T08:15:00Z"));
        checkpointSigner = Optional.of(new CheckpointSigner(signer, true, now::get, database.tables()));
        return now;
    }

    private Duration untilDue() {
        return checkpointSigner.orElseThrow().untilDue();
    }

    @Test
    void sealersWhenTwoThenOneSequence() throws Exception {
        try (Sealer one = new Sealer(database, database.tables(), Optional.empty(), "one");
                Sealer two = new Sealer(database, database.tables(), Optional.empty(), "two")) {
            expire();
            one.start();
            two.start();
            for (int round = 0; round < 10; round++) {
                capture(ids(round * 100, round * 100 + 100));
                one.wake();
                two.wake();
            }
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(database.log()).hasSize(1000));
        }
        assertThat(seqs())
                .isEqualTo(IntStream.rangeClosed(1, 1000)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(database.column("SELECT LAST_SEQ FROM " + database.tables().head()))
                .containsExactly("1000");
        assertThat(database.column("SELECT EXPIRES FROM " + database.tables().lease()))
                .containsExactly("0");
    }

    /** The tables may hold anything after a write from outside. Nothing is lost by it, and sealing continues. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = -1",
                "UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = 9223372036854775807",
                "UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = 1",
                "UPDATE CAREGATE_AUDIT_HEAD SET TREE_SIZE = 9223372036854775807",
                "UPDATE CAREGATE_AUDIT_HEAD SET TREE_SIZE = -5",
                "UPDATE CAREGATE_AUDIT_HEAD SET FRONTIER = NULL",
                "UPDATE CAREGATE_AUDIT_HEAD SET FRONTIER = 'no base64'",
                "UPDATE CAREGATE_AUDIT_HEAD SET FRONTIER = REPLACE(FRONTIER, 'A', 'B')",
                "DELETE FROM CAREGATE_AUDIT_HEAD",
                "INSERT INTO CAREGATE_AUDIT_TREE (HEIGHT, POSITION, HASH) VALUES (8, 0, 'x'), (8, 1, 'x')",
                "UPDATE CAREGATE_AUDIT_CHECKPOINT SET NR = 9223372036854775807 WHERE NR = 1",
                "UPDATE CAREGATE_AUDIT_LEASE SET EPOCH = -7, EXPIRES = 0",
                "UPDATE CAREGATE_AUDIT_LEASE SET EPOCH = 9223372036854775807, EXPIRES = 0",
                "DELETE FROM CAREGATE_AUDIT_LEASE"
            })
    void tablesWhenSomebodyHasWrittenThemThenPutRightAndSealingGoesOn(String sql) throws Exception {
        checkpointSigner = Optional.of(new CheckpointSigner(
                NoteSigner.ofPem("log", NoteSigner.newPem()), true, InstantSource.system(), database.tables()));
        capture(ids(0, 200));
        seal(1000);
        database.execute(sql);
        capture(ids(200, 600));
        Lease next = lease(TERM);
        if (!take(next)) {
            expire();
            assertThat(take(next)).isTrue();
        }
        assertThat(next.epoch()).isPositive();
        seal(next, 1000);

        assertThat(seqs()).hasSize(600).startsWith("1").endsWith("600");
        assertThat(database.column("SELECT LAST_SEQ || ' ' || TREE_SIZE FROM CAREGATE_AUDIT_HEAD"))
                .containsExactly("600 600");
        assertThat(new LogWalk(database.tables())
                        .read(database.open(), 0, Optional.of(0L), Instant.now())
                        .damages()
                        .values())
                .noneMatch(damage ->
                        damage.what().contains("tree") || damage.what().contains("leaf"));
        assertThat(database.column("SELECT FRONTIER FROM CAREGATE_AUDIT_HEAD")).containsExactly(frontierOfLog());
    }

    /** A node takes over, finds no head, and hashes that are not those that the other node has signed. */
    @Test
    void hashesWhenAnotherNodesCheckpointIsOfOthersThenRefusedIfEachNodeHasAKeyOfItsOwn() throws Exception {
        NoteSigner here = NoteSigner.ofPem("log", NoteSigner.newPem());
        sign(NoteSigner.ofPem("log", NoteSigner.newPem()));
        capture("a", "b");
        seal(10);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET LEAF_HASH = (SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG WHERE"
                + " SEQ = 2) WHERE SEQ = 1");
        database.execute("DELETE FROM CAREGATE_AUDIT_HEAD");

        checkpointSigner = Optional.of(new CheckpointSigner(here, false, InstantSource.system(), database.tables()));
        assertThatThrownBy(() -> seal(10))
                .isInstanceOf(DamagedTableException.class)
                .hasMessageContaining("is of other hashes");

        // If there is one key, a checkpoint by another one is a forgery, and says nothing about the log.
        checkpointSigner = Optional.of(new CheckpointSigner(here, true, InstantSource.system(), database.tables()));
        seal(10);
        assertThat(database.column("SELECT LAST_SEQ FROM CAREGATE_AUDIT_HEAD")).containsExactly("2");
    }

    @Test
    void headWhenGoneAndAnotherNodesCheckpointIsOfTheSameHashesThenMadeAgain() throws Exception {
        sign(NoteSigner.ofPem("log", NoteSigner.newPem()));
        capture("a", "b");
        seal(10);
        database.execute("DELETE FROM CAREGATE_AUDIT_HEAD");
        checkpointSigner = Optional.of(new CheckpointSigner(
                NoteSigner.ofPem("log", NoteSigner.newPem()), false, InstantSource.system(), database.tables()));
        capture("c");
        seal(10);
        assertThat(seqs()).containsExactly("1", "2", "3");
        assertThat(database.column("SELECT FRONTIER FROM CAREGATE_AUDIT_HEAD")).containsExactly(frontierOfLog());
    }

    @Test
    void nodesWhenEachHasAKeyOfItsOwnThenEachIsInTheTableAndTheOneThatSealsHasSigned() throws Exception {
        expire();
        capture("a");
        KeyTable keys = new KeyTable(database.tables());
        try (Sealer one = sealer("one")) {
            one.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> keys.all(database.open()).stream()
                    .anyMatch(key -> key.firstUsed().isPresent()));
            try (Sealer two = sealer("two")) {
                two.start();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> keys.all(database.open()).size() == 2);
            }
        }
        assertThat(keys.all(database.open())).extracting(KeyTable.NodeKey::node).containsExactly("one", "two");
    }

    private Sealer sealer(String node) {
        SealOptions options = new SealOptions(Origin.chosen("log"), true, Optional.empty());
        return new Sealer(
                database,
                database.tables(),
                Signing.of(options, folder.resolve(node), true),
                node,
                new JobBoard(database.tables(), node),
                () -> {});
    }

    @Test
    void rowBehindTheEndWhenBehindAGapThenSaidAndNothingIsLost() throws Exception {
        capture("a", "b");
        seal(10);
        database.execute("INSERT INTO CAREGATE_AUDIT_LOG (SEQ, ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) VALUES"
                + " (50, 'x', 0, 'r', 'T', '{}')");
        capture("c");
        assertThatThrownBy(() -> seal(10))
                .isInstanceOf(DamagedTableException.class)
                .hasMessageContaining("CAREGATE_AUDIT_LOG SEQ=50");
        database.execute("DELETE FROM CAREGATE_AUDIT_LOG WHERE SEQ = 50");
        seal(10);
        assertThat(database.log()).containsExactly("a", "b", "c");
    }

    @Test
    void rowWhenItsIdWasGivenToAnotherThenItWaitsAndIsNotDeleted() throws Exception {
        capture("a");
        seal(10);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET ID = 'b', PAYLOAD = 'another'");
        capture("b", "c");
        seal(10);
        assertThat(database.inbox()).containsExactly("b");
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET ID = 'a' WHERE SEQ = 1");
        seal(10);
        assertThat(database.log()).containsExactly("a", "c", "b");
    }

    /** Whoever can write to the database could otherwise keep all that follow waiting. */
    @Test
    void rowsWhenAPageOfThemCannotBeSealedThenThoseBehindItAreAndTheFirstIsNamed() throws Exception {
        capture("a1", "a2", "a3");
        seal(10);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET ID = 'b' || SEQ, PAYLOAD = 'another'");
        capture("b1", "b2", "b3", "c", "d", "e");

        SealTransaction.Outcome outcome =
                inTransaction(connection -> transaction(connection, lease).run(3, null));

        assertThat(database.inbox()).containsExactly("b1", "b2", "b3");
        assertThat(database.log()).endsWith("c", "d", "e");
        assertThat(outcome.blocked()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("CAREGATE_AUDIT_INBOX ID=b1 cannot be sealed", "SEQ=1"));
    }

    /** It would be the newest for ever, and auditors would be given its note instead of those that follow. */
    @Test
    void checkpointWhenItsNumberIsOneThatTheLogNeverGivesThenNotReadAndNamed() throws Exception {
        sign(NoteSigner.ofPem("log", NoteSigner.newPem()));
        capture("a");
        seal(10);
        database.execute("INSERT INTO CAREGATE_AUDIT_CHECKPOINT (NR, CREATED, TREE_SIZE, NOTE)" + " SELECT "
                + (1L << 60) + ", 9999999999999, TREE_SIZE, NOTE FROM CAREGATE_AUDIT_CHECKPOINT WHERE NR = 1");
        capture("b");

        SealTransaction.Outcome outcome =
                inTransaction(connection -> transaction(connection, lease).run(10, null));

        assertThat(outcome.repairs()).singleElement().asString().contains("NR=" + (1L << 60), "delete the row");
        List<StoredCheckpoint> read = inTransaction(
                connection -> new StoredCheckpoints(connection, database.tables()).before(Long.MAX_VALUE, 10));
        assertThat(read).isNotEmpty().extracting(StoredCheckpoint::number).allMatch(number -> number < 10);
    }

    @Test
    void payloadWhenLongerThanAnyThatIsCapturedThenSealedWithoutItAndReadable() throws Exception {
        capture("a");
        database.execute("UPDATE CAREGATE_AUDIT_INBOX SET PAYLOAD = REPEAT('x', 200000), USERNAME = 'ann'");
        seal(10);
        assertThat(database.column("SELECT PAYLOAD FROM CAREGATE_AUDIT_LOG").get(0))
                .contains("\"refused_payload_characters\":\"200000\"")
                .contains("\"id\":\"a\"");
        assertThat(new LogWalk(database.tables())
                        .read(database.open(), 0, Optional.of(0L), Instant.now())
                        .damages())
                .isEmpty();
    }

    private String frontierOfLog() {
        CompactRange tree = new CompactRange(new TreeHasher());
        database.column("SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG ORDER BY SEQ")
                .forEach(leaf -> tree.append(Base64.getDecoder().decode(leaf), CompactRange.Completed.IGNORED));
        return tree.toText();
    }

    private List<Long> signedSizes(NoteSigner signer) {
        return database.column("SELECT NOTE FROM " + database.tables().checkpoint() + " ORDER BY NR").stream()
                .map(SignedNote::parse)
                .peek(note -> assertThat(signer.key().check(note).outcome()).isEqualTo(NoteVerifier.Outcome.SIGNED))
                .map(note -> Checkpoint.parse(note.text()).size())
                .toList();
    }

    private static String[] ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> String.format("%06d", i)).toArray(String[]::new);
    }

    private Lease lease(Duration term) {
        return new Lease(database.tables(), Sealer.LEASE, "node", term);
    }

    private boolean take(Lease some) throws Exception {
        return inTransaction(some::take);
    }

    private void expire() {
        database.execute("UPDATE " + database.tables().lease() + " SET EXPIRES = 0");
    }

    private boolean expireAndTake(Lease some) throws Exception {
        expire();
        return take(some);
    }

    private List<String> seqs() {
        return database.column("SELECT SEQ FROM " + database.tables().log() + " ORDER BY SEQ");
    }

    private boolean seal(int most) throws Exception {
        return seal(lease, most);
    }

    /** Whether more entries may wait. */
    private boolean seal(Lease some, int most) throws Exception {
        return inTransaction(
                connection -> transaction(connection, some).run(most, null).full());
    }

    private SealTransaction transaction(Connection connection, Lease some) {
        return new SealTransaction(connection, database.tables(), some, checkpointSigner, new SecureRandom());
    }

    private <T> T inTransaction(Work<T> work) throws Exception {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            connection.commit();
            return result;
        }
    }

    private interface Work<T> {
        T run(Connection connection) throws Exception;
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

package io.caregate.audit.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.seal.Sealer;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.Tile;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles of a log with ten full ones and a partial one at level 0. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TileQueryTest {
    private static final int SIZE = 2_700;

    private final TreeHasher hasher = new TreeHasher();
    private TestDatabase database;
    private Connection connection;
    private List<byte[]> leaves;

    @BeforeAll
    void seal() throws Exception {
        database = new TestDatabase();
        database.execute("INSERT INTO " + database.tables().inbox()
                + " (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) SELECT LPAD(X, 8, '0'), 0, 'realm', 'T', '{}'"
                + " FROM SYSTEM_RANGE(1, " + SIZE + ")");
        Optional<NoteSigner> signer = Optional.of(NoteSigner.ofPem("log", NoteSigner.newPem()));
        connection = database.open();
        try (Sealer sealer = new Sealer(database, database.tables(), signer, "node")) {
            sealer.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            checkpoint().filter(newest -> newest.size() == SIZE).isPresent());
        }
        leaves = database.column("SELECT LEAF_HASH FROM " + database.tables().log() + " ORDER BY SEQ").stream()
                .map(Base64.getDecoder()::decode)
                .toList();
    }

    @AfterAll
    void close() throws Exception {
        connection.close();
        database.close();
    }

    private Optional<StoredCheckpoint> checkpoint() throws Exception {
        return new StoredCheckpoints(connection, database.tables()).newest();
    }

    private Optional<byte[]> find(int level, long index, int width) throws Exception {
        return new TileQuery(connection, database.tables()).find(new Tile(level, index, width));
    }

    private byte[] root(int from, int to) {
        CompactRange range = new CompactRange(hasher);
        leaves.subList(from, to).forEach(leaf -> range.append(leaf, CompactRange.Completed.IGNORED));
        return range.root();
    }

    @ParameterizedTest
    @CsvSource({"0, 256", "9, 256", "10, 140", "10, 1", "10, 139", "0, 255", "3, 100"})
    void tileWhenOfLeavesThenTheirHashes(long index, int width) throws Exception {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        leaves.subList((int) index * 256, (int) index * 256 + width).forEach(expected::writeBytes);
        assertThat(find(0, index, width).orElseThrow()).isEqualTo(expected.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10})
    void tileWhenOfLevelOneThenTheRootsOfFullTiles(int width) throws Exception {
        byte[] tile = find(1, 0, width).orElseThrow();
        assertThat(tile).hasSize(width * 32);
        for (int i = 0; i < width; i++) {
            assertThat(Arrays.copyOfRange(tile, i * 32, i * 32 + 32)).isEqualTo(root(i * 256, i * 256 + 256));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 141", "0, 10, 256", "0, 11, 1", "1, 0, 11", "1, 0, 256", "1, 1, 1", "2, 0, 1", "63, 0, 1"})
    void tileWhenTheNewestCheckpointDoesNotCoverItThenNone(int level, long index, int width) throws Exception {
        assertThat(find(level, index, width)).isEmpty();
    }

    @Test
    void tileWhenALeafIsChangedThenRefusedAndTheOthersServed() throws Exception {
        String set = "UPDATE " + database.tables().log() + " SET LEAF_HASH = '";
        String before = Base64.getEncoder().encodeToString(leaves.get(300));
        database.execute(set + Base64.getEncoder().encodeToString(leaves.get(301)) + "' WHERE SEQ = 301");
        try {
            assertThatThrownBy(() -> find(0, 1, 256))
                    .isInstanceOf(DamagedTreeException.class)
                    .hasMessageContaining("0/001");
            assertThatThrownBy(() -> find(0, 1, 45)).isInstanceOf(DamagedTreeException.class);
            assertThat(find(0, 2, 256)).isPresent();
            assertThat(find(1, 0, 10)).isPresent();
        } finally {
            database.execute(set + before + "' WHERE SEQ = 301");
        }
        assertThat(find(0, 1, 256)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "?", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void tileWhenAStoredRootIsChangedThenRefused(String hash) throws Exception {
        String where = " WHERE HEIGHT = 8 AND POSITION = 2";
        String before = database.column("SELECT HASH FROM " + database.tables().tree() + where)
                .get(0);
        database.execute("UPDATE " + database.tables().tree() + " SET HASH = '" + hash + "'" + where);
        try {
            assertThatThrownBy(() -> find(1, 0, 10)).isInstanceOf(DamagedTreeException.class);
            // Its leaves lead to the checkpoint without that root only if it is not among the hashes of their proof.
            assertThat(find(0, 2, 256)).isPresent();
        } finally {
            database.execute("UPDATE " + database.tables().tree() + " SET HASH = '" + before + "'" + where);
        }
    }

    @Test
    void tileWhenARowIsMissingThenRefused() throws Exception {
        database.execute(
                "UPDATE " + database.tables().tree() + " SET POSITION = 4000 WHERE HEIGHT = 8 AND POSITION = 5");
        try {
            assertThatThrownBy(() -> find(1, 0, 10)).isInstanceOf(DamagedTreeException.class);
        } finally {
            database.execute(
                    "UPDATE " + database.tables().tree() + " SET POSITION = 5 WHERE HEIGHT = 8 AND POSITION = 4000");
        }
    }
}

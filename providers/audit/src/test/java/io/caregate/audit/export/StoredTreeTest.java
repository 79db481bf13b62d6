package io.caregate.audit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.audit.TestDatabase;
import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.integrity.StoredTree;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.proof.ConsistencyProof;
import io.caregate.audit.proof.ProofQuery;
import io.caregate.audit.proof.ProvedEntry;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.seal.Sealer;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.ProofBuilder;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
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
import org.keycloak.util.JsonSerialization;

/** Proofs and the export of a log that is longer than a page and than a stored subtree. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredTreeTest {
    private static final int SIZE = 2_700;
    private static final String KEPT_KEY = NoteSigner.newPem();

    private final TreeHasher hasher = new TreeHasher();
    private final ProofVerifier check = new ProofVerifier(hasher);
    private TestDatabase database;
    private Connection connection;
    private List<byte[]> leaves;
    private ProofBuilder proofBuilder;

    @BeforeAll
    void seal() throws Exception {
        database = new TestDatabase();
        database.execute("INSERT INTO " + database.tables().inbox()
                + " (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) SELECT LPAD(X, 8, '0'), 0,"
                + " CASE MOD(X, 3) WHEN 0 THEN 'other' ELSE 'realm' END, 'T', '{\"n\":' || X || ',\"t\":\"\u00e9\"}'"
                + " FROM SYSTEM_RANGE(1, " + SIZE + ")");
        Optional<NoteSigner> signer = Optional.of(NoteSigner.ofPem("log", NoteSigner.newPem()));
        try (Sealer sealer = new Sealer(database, database.tables(), signer, "node")) {
            sealer.start();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(database.log()).hasSize(SIZE));
        }
        leaves = database.column("SELECT LEAF_HASH FROM " + database.tables().log() + " ORDER BY SEQ").stream()
                .map(Base64.getDecoder()::decode)
                .toList();
        connection = database.open();
        proofBuilder = new ProofBuilder(hasher, new StoredTree(connection, database.tables(), hasher));
    }

    @AfterAll
    void close() throws Exception {
        connection.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 2700", "2699, 2700", "255, 256", "256, 257", "511, 2560", "1300, 2048", "0, 1", "700, 701"})
    void inclusionWhenProvedFromStoredRootsThenItHolds(int index, int size) {
        assertThat(check.includes(index, leaves.get(index), size, root(size), proofBuilder.inclusion(index, size)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 2700", "1, 2700", "256, 2700", "257, 2700", "2048, 2700", "2699, 2700", "512, 513", "1000, 2000"})
    void consistencyWhenProvedFromStoredRootsThenItHolds(int older, int newer) {
        assertThat(check.consistent(older, root(older), newer, root(newer), proofBuilder.consistency(older, newer)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8, 9})
    void rootWhenRowsAreMissingThenSaidSo(int height) {
        StoredTree tree = new StoredTree(connection, database.tables(), hasher);
        assertThatThrownBy(() -> tree.root(height, 1_000_000)).isInstanceOf(DamagedTreeException.class);
    }

    @Test
    void exportWhenLongerThanAPageThenWholeAndOtherRealmsClosed() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogExport(database, database.tables(), new Suspects(), "realm").write(0, out);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();

        JsonNode header = JsonSerialization.readValue(lines.get(0), JsonNode.class);
        int signed = header.path("size").asInt();
        assertThat(lines).hasSize(signed + 1);
        assertThat(signed).isGreaterThanOrEqualTo(2_000);
        CompactRange tree = new CompactRange(hasher);
        for (int seq = 1; seq <= signed; seq++) {
            JsonNode entry = JsonSerialization.readValue(lines.get(seq), JsonNode.class);
            assertThat(entry.path("seq").asInt()).isEqualTo(seq);
            assertThat(entry.has("payload")).isEqualTo(seq % 3 != 0);
            assertThat(entry.has("salt")).isEqualTo(seq % 3 != 0);
            tree.append(Base64.getDecoder().decode(entry.path("leaf").asText()), CompactRange.Completed.IGNORED);
        }
        assertThat(header.path("checkpoint").asText().split("\n")[2])
                .isEqualTo(Base64.getEncoder().encodeToString(tree.root()));
    }

    /** What a reader has already is not sent again; with it, it is the same export. */
    @Test
    void exportWhenItsBeginningIsKnownThenTheRest() throws Exception {
        List<String> whole = exported(0);
        for (int after : new int[] {1, 499, 500, 501, whole.size() - 2}) {
            List<String> rest = exported(after);
            assertThat(rest.get(0)).isEqualTo(whole.get(0));
            assertThat(rest.subList(1, rest.size())).isEqualTo(whole.subList(1 + after, whole.size()));
        }
        assertThat(exported(whole.size() - 1)).isEqualTo(whole.subList(0, 1));
        assertThat(exported(1_000_000)).isEqualTo(whole.subList(0, 1));
    }

    private List<String> exported(long after) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogExport(database, database.tables(), new Suspects(), "realm").write(after, out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void eventWhenCoveredThenItsProofHoldsAndOfAnotherRealmThenNone() throws Exception {
        ProofQuery query = new ProofQuery(connection, database.tables(), new Suspects());
        assertThat(query.find(3, "realm")).isEmpty();
        ProvedEntry found = query.find(1_000, "realm").orElseThrow();
        assertThat(found.payload()).contains("\"n\":1000,");
        byte[] leaf = hasher.leaf(
                Base64.getDecoder().decode(found.salt()), found.payload().getBytes(StandardCharsets.UTF_8));
        ProvedEntry.Inclusion inclusion = found.inclusion().orElseThrow();
        Checkpoint checkpoint = inclusion.checkpoint().checkpoint();
        assertThat(check.includes(999, leaf, checkpoint.size(), checkpoint.rootBytes(), inclusion.hashes()))
                .isTrue();
    }

    /** Of a size at which the log has no checkpoint, as after most of the older ones were deleted. */
    @Test
    void checkpointWhenKeptByItsReaderThenTheNewestContinuesItAndNoOtherIs() throws Exception {
        ProofQuery query = new ProofQuery(connection, database.tables(), new Suspects());
        StoredCheckpoint newest =
                new StoredCheckpoints(connection, database.tables()).newest().orElseThrow();
        int size = 777;
        ConsistencyProof proof =
                query.continuing(kept("log", size, root(size)), newest).orElseThrow();
        assertThat(proof.older().note()).isEqualTo(kept("log", size, root(size)).note());
        assertThat(check.consistent(
                        size, root(size), newest.size(), newest.checkpoint().rootBytes(), proof.hashes()))
                .isTrue();
        assertThat(query.continuing(kept("log", size, root(size + 1)), newest)).isEmpty();
        assertThat(query.continuing(kept("other", size, root(size)), newest)).isEmpty();
        assertThat(query.continuing(kept("log", SIZE + 1, root(size)), newest)).isEmpty();
    }

    private static StoredCheckpoint kept(String origin, int size, byte[] root) {
        String note = NoteSigner.ofPem(origin, KEPT_KEY)
                .sign(Checkpoint.of(origin, size, root), Instant.EPOCH)
                .toString();
        return new StoredCheckpoint(0, size, Instant.EPOCH, note);
    }

    private byte[] root(int size) {
        CompactRange tree = new CompactRange(hasher);
        leaves.subList(0, size).forEach(leaf -> tree.append(leaf, CompactRange.Completed.IGNORED));
        return tree.root();
    }
}

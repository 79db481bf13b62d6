package io.caregate.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TrustPolicy;
import io.caregate.auditlog.tree.WitnessSigner;
import io.caregate.foundation.digest.Sha256;
import java.security.Security;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of the table of cosignatures that others wrote, which can copy genuine notes. */
class CosignaturesTest {
    private static final Instant NOW = Instant.parse("2026-01-31T08:15:00Z");

    private final NoteSigner signer = NoteSigner.ofPem("one.example/w", NoteSigner.newPem());
    private final TrustPolicy policy = TrustPolicy.parse("witness one " + signer.witnessKey() + "\nquorum one");
    private final TrustPolicy.Witness witness = policy.witnesses().get(0);
    private TestDatabase database;
    private Connection connection;
    private Cosignatures cosignatures;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        connection = database.open();
        cosignatures = new Cosignatures(database.tables(), policy);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        database.close();
    }

    @Test
    void rowWhenOfALargerTreeAndNotCosignedThenNotTheLastOneAndDeletedAtTheNext() throws Exception {
        store(5);
        write(6, "junk", NOW);
        write(7, note(5, signer), NOW);
        write(8, note(8, NoteSigner.ofPem("one.example/w", NoteSigner.newPem())), NOW);
        assertThat(cosignatures.last(connection, witness))
                .map(kept -> kept.checkpoint().size())
                .contains(5L);
        assertThat(cosignatures.newestSizes(connection)).containsExactly(5L);
        assertThat(cosignatures.of(connection, witness, 7)).isEmpty();
        WitnessStatus status = new WitnessedLog(policy, database.tables()).status(connection);
        assertThat(status.size()).contains(5L);
        assertThat(status.witnesses().get(0).size()).contains(5L);

        // A genuine one stays: it would be proof against the witness.
        write(9, note(9, signer), NOW);
        store(5);
        assertThat(sizes()).containsExactly("5", "9");
    }

    @Test
    void rowWhenItsTimeIsFarInTheFutureThenDeletedButForTheLast() throws Exception {
        write(3, note(3, signer), NOW.plus(Cosignatures.KEPT).plusMillis(1));
        write(4, note(4, signer), NOW.plus(Cosignatures.KEPT));
        store(5);
        assertThat(sizes()).containsExactly("4", "5");
    }

    /** The longest names and the largest tree that there can be. */
    @Test
    void cosignatureWhenByMlDsaAndOfTheGreatestLengthThenKept() throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        try {
            WitnessSigner large =
                    WitnessSigner.ofPem("w".repeat(255), WitnessSigner.newPem(WitnessSigner.Algorithm.ML_DSA_44));
            TrustPolicy other = TrustPolicy.parse("witness one " + large.key() + "\nquorum one");
            Checkpoint checkpoint = Checkpoint.of("o".repeat(255), (1L << 53) - 1, new byte[32]);
            Cosignatures kept = new Cosignatures(database.tables(), other);
            TrustPolicy.Witness first = other.witnesses().get(0);
            kept.store(connection, first, checkpoint, large.cosign(checkpoint.text(), NOW), NOW);
            assertThat(kept.last(connection, first).flatMap(last -> last.by(first)))
                    .contains(NOW);
        } finally {
            Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
        }
    }

    private List<String> sizes() {
        return database.column("SELECT TREE_SIZE FROM CAREGATE_AUDIT_COSIGNATURE ORDER BY TREE_SIZE");
    }

    private static Checkpoint checkpoint(long size) {
        return Checkpoint.of("example.org/log", size, new byte[32]);
    }

    private static String note(long size, NoteSigner by) {
        String text = checkpoint(size).text();
        return new SignedNote(text, List.of(by.cosign(text, NOW))).toString();
    }

    private void store(long size) throws Exception {
        Checkpoint checkpoint = checkpoint(size);
        cosignatures.store(connection, witness, checkpoint, signer.cosign(checkpoint.text(), NOW), NOW);
    }

    private void write(long size, String note, Instant time) {
        database.execute("INSERT INTO CAREGATE_AUDIT_COSIGNATURE (WITNESS, TREE_SIZE, COSIGNED, NOTE) VALUES ('"
                + Sha256.hex(signer.witnessKey().toString()) + "', " + size + ", " + time.toEpochMilli() + ", '" + note
                + "')");
    }
}

package io.caregate.audit.witness;

import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TrustPolicy;
import io.caregate.auditlog.tree.TrustPolicy.Witness;
import io.caregate.auditlog.tree.WitnessKey;
import io.caregate.foundation.digest.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The cosignatures that witnesses gave, each with the text that it is for, so that a row proves itself. Others can
 * write to the table: what a row says counts only after {@link Kept#by} has verified it.
 */
final class Cosignatures {
    /** For how long all are kept. */
    static final Duration KEPT = Duration.ofHours(1);

    private static final int MOST_NOTE = 2000;

    private final Tables tables;
    private final TrustPolicy policy;

    Cosignatures(Tables tables, TrustPolicy policy) {
        this.tables = tables;
        this.policy = policy;
    }

    /** Keeps the witness's cosignature of the tree of this size, and only that one. Deletes its older ones. */
    void store(
            Connection connection, Witness witness, Checkpoint checkpoint, SignedNote.Signature signature, Instant time)
            throws SQLException {
        String note = new SignedNote(checkpoint.text(), List.of(signature)).toString();
        if (note.length() > MOST_NOTE) {
            throw new IllegalArgumentException("a cosignature of " + note.length() + " characters");
        }
        String id = id(witness.key());
        String update =
                "UPDATE " + tables.cosignature() + " SET COSIGNED = ?, NOTE = ? WHERE WITNESS = ? AND TREE_SIZE = ?";
        if (Sql.of(update, time.toEpochMilli(), note, id, checkpoint.size()).update(connection) == 0) {
            String insert =
                    "INSERT INTO " + tables.cosignature() + " (COSIGNED, NOTE, WITNESS, TREE_SIZE) VALUES (?, ?, ?, ?)";
            Sql.of(insert, time.toEpochMilli(), note, id, checkpoint.size()).update(connection);
        }
        thin(connection, id, time);
    }

    /** What another witness has cosigned last stays, because the two together may be the quorum. */
    private void thin(Connection connection, String id, Instant now) throws SQLException {
        Set<Long> kept = newestSizes(connection);
        Sql delete = Sql.of(
                "DELETE FROM " + tables.cosignature() + " WHERE WITNESS = ? AND COSIGNED < ?",
                id,
                now.minus(KEPT).toEpochMilli());
        for (long size : kept) {
            delete.add(" AND TREE_SIZE <> ?", size);
        }
        delete.update(connection);
    }

    /** The size of the largest tree that each witness has cosigned. */
    Set<Long> newestSizes(Connection connection) throws SQLException {
        Set<Long> sizes = new TreeSet<>();
        for (Witness witness : policy.witnesses()) {
            newest(connection, witness, 1)
                    .forEach(kept -> sizes.add(kept.checkpoint().size()));
        }
        return sizes;
    }

    /** The newest ones of a witness, those of the largest trees first. */
    List<Kept> newest(Connection connection, Witness witness, int most) throws SQLException {
        String sql =
                "SELECT NOTE FROM " + tables.cosignature() + " WHERE WITNESS = ? ORDER BY TREE_SIZE DESC LIMIT " + most;
        return Sql.of(sql, id(witness.key())).list(connection, row -> Kept.of(row.getString(1))).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** That of a witness for the tree of this size. */
    Optional<Kept> of(Connection connection, Witness witness, long size) throws SQLException {
        String sql = "SELECT NOTE FROM " + tables.cosignature() + " WHERE WITNESS = ? AND TREE_SIZE = ?";
        return Sql.of(sql, id(witness.key()), size)
                .first(connection, row -> Kept.of(row.getString(1)))
                .flatMap(kept -> kept);
    }

    /** A name of fixed length for a key. */
    private static String id(WitnessKey key) {
        return Sha256.hex(key.toString());
    }

    /** A row: a checkpoint's text and a signature, whose time and signer are not verified yet. */
    record Kept(Checkpoint checkpoint, SignedNote note) {
        static Optional<Kept> of(String note) {
            try {
                SignedNote signed = SignedNote.parse(String.valueOf(note));
                return Optional.of(new Kept(Checkpoint.parse(signed.text()), signed));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** When this witness cosigned it; empty if it did not. */
        Optional<Instant> by(Witness witness) {
            return witness.key().cosigned(note);
        }
    }
}

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

    private static final int MOST_NOTE = 4000;
    /** The rows among which the last one of a witness is sought. */
    private static final int LOOKED_AT = 60;
    /** The rows that are examined at a time for those that others wrote. */
    private static final int SWEPT = 1000;

    private final Tables tables;
    private final TrustPolicy policy;

    Cosignatures(Tables tables, TrustPolicy policy) {
        this.tables = tables;
        this.policy = policy;
    }

    /**
     * Keeps the cosignature that the witness gave at this time for the tree of this size, and only that one. Deletes
     * its older ones, and what others wrote.
     */
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
        sweep(connection, witness, checkpoint.size());
        thin(connection, id, time);
    }

    /** Others can write rows of larger trees, which would come before the witness's own. */
    private void sweep(Connection connection, Witness witness, long size) throws SQLException {
        String id = id(witness.key());
        String larger = "SELECT TREE_SIZE, NOTE FROM " + tables.cosignature()
                + " WHERE WITNESS = ? AND TREE_SIZE > ? ORDER BY TREE_SIZE DESC LIMIT " + SWEPT;
        List<Long> forged = Sql.of(larger, id, size)
                .list(
                        connection,
                        row -> Kept.of(row.getLong(1), row.getString(2))
                                        .flatMap(kept -> kept.by(witness))
                                        .isPresent()
                                ? Optional.<Long>empty()
                                : Optional.of(row.getLong(1)))
                .stream()
                .flatMap(Optional::stream)
                .toList();
        for (long other : forged) {
            Sql.of("DELETE FROM " + tables.cosignature() + " WHERE WITNESS = ? AND TREE_SIZE = ?", id, other)
                    .update(connection);
        }
    }

    /**
     * What another witness has cosigned last stays, because the two together may be the quorum. A time far in the
     * future was not written by the log.
     */
    private void thin(Connection connection, String id, Instant now) throws SQLException {
        Set<Long> kept = newestSizes(connection);
        Sql delete = Sql.of(
                "DELETE FROM " + tables.cosignature() + " WHERE WITNESS = ? AND (COSIGNED < ? OR COSIGNED > ?)",
                id,
                now.minus(KEPT).toEpochMilli(),
                now.plus(KEPT).toEpochMilli());
        for (long size : kept) {
            delete.add(" AND TREE_SIZE <> ?", size);
        }
        delete.update(connection);
    }

    /** The size of the largest tree that each witness has cosigned. */
    Set<Long> newestSizes(Connection connection) throws SQLException {
        Set<Long> sizes = new TreeSet<>();
        for (Witness witness : policy.witnesses()) {
            last(connection, witness)
                    .ifPresent(kept -> sizes.add(kept.checkpoint().size()));
        }
        return sizes;
    }

    /** That of the largest tree that the witness has cosigned, verified. */
    Optional<Kept> last(Connection connection, Witness witness) throws SQLException {
        return newest(connection, witness, LOOKED_AT).stream()
                .filter(kept -> kept.by(witness).isPresent())
                .findFirst();
    }

    /** The newest ones of a witness, those of the largest trees first, none of which is verified. */
    List<Kept> newest(Connection connection, Witness witness, int most) throws SQLException {
        String sql = "SELECT TREE_SIZE, NOTE FROM " + tables.cosignature()
                + " WHERE WITNESS = ? ORDER BY TREE_SIZE DESC LIMIT " + most;
        return Sql.of(sql, id(witness.key()))
                .list(connection, row -> Kept.of(row.getLong(1), row.getString(2)))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** That of a witness for the tree of this size. */
    Optional<Kept> of(Connection connection, Witness witness, long size) throws SQLException {
        String sql = "SELECT NOTE FROM " + tables.cosignature() + " WHERE WITNESS = ? AND TREE_SIZE = ?";
        return Sql.of(sql, id(witness.key()), size)
                .first(connection, row -> Kept.of(size, row.getString(1)))
                .flatMap(kept -> kept);
    }

    /** A name of fixed length for a key. */
    private static String id(WitnessKey key) {
        return Sha256.hex(key.toString());
    }

    /** A row: a checkpoint's text and a signature, whose time and signer are not verified yet. */
    record Kept(Checkpoint checkpoint, SignedNote note) {
        /** Empty if the note is not that of a checkpoint of this size. */
        static Optional<Kept> of(long size, String note) {
            try {
                SignedNote signed = SignedNote.parse(String.valueOf(note));
                return Optional.of(new Kept(Checkpoint.parse(signed.text()), signed))
                        .filter(kept -> kept.checkpoint().size() == size);
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

package io.caregate.audit.proof;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.integrity.RowCheck;
import io.caregate.audit.integrity.StoredRow;
import io.caregate.audit.integrity.StoredTree;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.integrity.Verdict;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.ProofBuilder;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.TreeHasher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves one entry against the newest checkpoint, or two checkpoints. A proof is checked before it is handed out: if
 * the stored tree is wrong, an untouched entry would look tampered with.
 */
public final class ProofQuery {
    private final Connection connection;
    private final StoredCheckpoints checkpoints;
    private final Tables tables;
    private final Suspects suspects;
    private final ProofBuilder proofBuilder;
    private final ProofVerifier check;

    /** Takes the connection to read on. Entries that differ from what was sealed are reported to the suspects. */
    public ProofQuery(Connection connection, Tables tables, Suspects suspects) {
        TreeHasher hasher = new TreeHasher();
        this.connection = connection;
        this.checkpoints = new StoredCheckpoints(connection, tables);
        this.tables = tables;
        this.suspects = suspects;
        this.proofBuilder = new ProofBuilder(hasher, new StoredTree(connection, tables, hasher));
        this.check = new ProofVerifier(hasher);
    }

    /**
     * The entry with this number, if it belongs to this realm: by its payload, which the hash covers, or by its column,
     * and then without its content. Throws {@link DamagedTreeException} if the stored tree does not prove it.
     */
    public Optional<ProvedEntry> find(long seq, String realmId) throws SQLException {
        return find(seq, realmId, Optional.empty());
    }

    /** The same, proved against the given checkpoint of this log if that covers the entry. */
    public Optional<ProvedEntry> find(long seq, String realmId, Optional<StoredCheckpoint> preferred)
            throws SQLException {
        String sql = "SELECT " + StoredRow.OF_LOG + " FROM " + tables.log() + " WHERE SEQ = ?";
        Optional<StoredRow> row = Sql.of(sql, seq).first(connection, StoredRow::at);
        return row.isPresent() ? proved(seq, row.get(), realmId, preferred) : Optional.empty();
    }

    /**
     * The proof that the tree of the one checkpoint is the beginning of that of the other. Throws
     * {@link DamagedTreeException} if the stored tree does not prove it.
     */
    public ConsistencyProof between(StoredCheckpoint older, StoredCheckpoint newer) {
        return proof(older, newer)
                .orElseThrow(() -> new DamagedTreeException("the stored tree does not connect the checkpoints of "
                        + older.size() + " and " + newer.size()));
    }

    /**
     * The proof that a checkpoint continues one that a reader has kept, and that this log need not have kept. Empty if
     * it does not. Anyone can write a note with any root, so that does not mean that the stored tree is damaged.
     */
    public Optional<ConsistencyProof> continuing(StoredCheckpoint kept, StoredCheckpoint newer) {
        boolean sameLog = kept.checkpoint()
                .origin()
                .equals(StoredCheckpoints.checkpoint(newer).origin());
        return sameLog && kept.size() <= newer.size() ? proof(kept, newer) : Optional.empty();
    }

    private Optional<ConsistencyProof> proof(StoredCheckpoint older, StoredCheckpoint newer) {
        List<byte[]> hashes = proofBuilder.consistency(older.size(), newer.size());
        boolean proves = check.consistent(
                older.size(),
                StoredCheckpoints.checkpoint(older).rootBytes(),
                newer.size(),
                StoredCheckpoints.checkpoint(newer).rootBytes(),
                hashes);
        return proves ? Optional.of(new ConsistencyProof(older, newer, hashes)) : Optional.empty();
    }

    private Optional<ProvedEntry> proved(long seq, StoredRow row, String realmId, Optional<StoredCheckpoint> preferred)
            throws SQLException {
        Verdict verdict = new RowCheck().of(row);
        boolean own = verdict.realmId().equals(realmId);
        if (!own && !row.columns().realmId().equals(realmId)) {
            return Optional.empty();
        }
        Optional<ProvedEntry.Inclusion> inclusion = inclusion(seq, row.leaf(), preferred);
        if (!verdict.isIntact()) {
            suspects.add(seq);
        }
        return Optional.of(new ProvedEntry(
                seq,
                row.leaf(),
                own ? row.salt() : null,
                own ? row.payload() : null,
                inclusion,
                verdict.disagreeing()));
    }

    private Optional<ProvedEntry.Inclusion> inclusion(
            long seq, @Nullable String leaf, Optional<StoredCheckpoint> preferred) throws SQLException {
        Optional<StoredCheckpoint> covering = preferred.filter(given -> given.size() >= seq);
        if (covering.isEmpty()) {
            covering = checkpoints.newest().filter(newest -> newest.size() >= seq);
        }
        if (covering.isEmpty()) {
            return Optional.empty();
        }
        StoredCheckpoint checkpoint = covering.get();
        List<byte[]> hashes = proofBuilder.inclusion(seq - 1, checkpoint.size());
        byte[] root = StoredCheckpoints.checkpoint(checkpoint).rootBytes();
        if (!check.includes(seq - 1, hash(leaf, seq), checkpoint.size(), root, hashes)) {
            throw new DamagedTreeException("the stored hashes do not prove seq=" + seq
                    + ": one of CAREGATE_AUDIT_LOG or CAREGATE_AUDIT_TREE was changed");
        }
        return Optional.of(new ProvedEntry.Inclusion(checkpoint, hashes));
    }

    private static byte[] hash(@Nullable String leaf, long seq) {
        try {
            return Base64.getDecoder().decode(String.valueOf(leaf));
        } catch (IllegalArgumentException e) {
            throw new DamagedTreeException("CAREGATE_AUDIT_LOG SEQ=" + seq + ": LEAF_HASH is none");
        }
    }
}

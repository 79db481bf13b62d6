package io.caregate.audit.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.integrity.RowCheck;
import io.caregate.audit.integrity.StoredRow;
import io.caregate.audit.integrity.StoredTree;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.integrity.Verdict;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.ProofBuilder;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * What is answered about the tree: one entry with its proof against the newest checkpoint, or two checkpoints. A proof
 * is checked before it is answered: where the stored tree is wrong, an entry that nobody has touched would look
 * tampered with.
 */
final class ProvedEntry {
    private final Connection connection;
    private final StoredCheckpoints checkpoints;
    private final Tables tables;
    private final Suspects suspects;
    private final ProofBuilder proofBuilder;
    private final ProofVerifier check;

    ProvedEntry(Connection connection, Tables tables, Suspects suspects) {
        TreeHasher hasher = new TreeHasher();
        this.connection = connection;
        this.checkpoints = new StoredCheckpoints(connection, tables);
        this.tables = tables;
        this.suspects = suspects;
        this.proofBuilder = new ProofBuilder(hasher, new StoredTree(connection, tables, hasher));
        this.check = new ProofVerifier(hasher);
    }

    /**
     * The entry of this number, if it is of this realm: by its payload, which the hash covers, or by its column, and
     * then without its content. One that is not what was sealed says what disagrees, with the bytes as they are stored.
     * The proof is null until a checkpoint covers it.
     */
    Optional<ObjectNode> find(long seq, String realmId) throws SQLException {
        String sql = "SELECT " + StoredRow.OF_LOG + " FROM " + tables.log() + " WHERE SEQ = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, seq);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? answer(seq, StoredRow.at(result), realmId) : Optional.empty();
            }
        }
    }

    /** The proof that the tree of the one checkpoint is the beginning of that of the other. */
    ObjectNode between(StoredCheckpoint older, StoredCheckpoint newer) {
        ObjectNode answer = JsonSerialization.createObjectNode();
        answer.put("from", older.note()).put("to", newer.note());
        List<byte[]> proof = proofBuilder.consistency(older.size(), newer.size());
        boolean proves = check.consistent(
                older.size(),
                StoredCheckpoints.checkpoint(older).rootBytes(),
                newer.size(),
                StoredCheckpoints.checkpoint(newer).rootBytes(),
                proof);
        if (!proves) {
            throw new DamagedTreeException(
                    "the stored tree does not connect the checkpoints of " + older.size() + " and " + newer.size());
        }
        putHashes(answer, "consistencyProof", proof);
        return answer;
    }

    private Optional<ObjectNode> answer(long seq, StoredRow row, String realmId) throws SQLException {
        Verdict verdict = new RowCheck().of(row);
        boolean own = verdict.realmId().equals(realmId);
        if (!own && !row.columns().realmId().equals(realmId)) {
            return Optional.empty();
        }
        ObjectNode answer = JsonSerialization.createObjectNode();
        String payload = own ? row.payload() : null;
        answer.put("seq", seq).put("leaf", row.leaf()).put("salt", own ? row.salt() : null);
        answer.put("payload", payload);
        answer.set("entry", entry(payload));
        prove(answer, seq, row.leaf());
        if (!verdict.isIntact()) {
            suspects.add(seq);
            ArrayNode damaged = answer.putArray("damaged");
            verdict.disagreeing().forEach(damaged::add);
        }
        return Optional.of(answer);
    }

    private static @Nullable JsonNode entry(@Nullable String payload) {
        try {
            return payload == null ? null : JsonSerialization.readValue(payload, JsonNode.class);
        } catch (IOException e) {
            return null;
        }
    }

    private void prove(ObjectNode answer, long seq, @Nullable String leaf) throws SQLException {
        Optional<StoredCheckpoint> head = checkpoints.newest().filter(newest -> newest.size() >= seq);
        answer.put("checkpoint", head.map(StoredCheckpoint::note).orElse(null));
        if (head.isEmpty()) {
            answer.putNull("inclusionProof");
            return;
        }
        List<byte[]> proof = proofBuilder.inclusion(seq - 1, head.get().size());
        byte[] root = StoredCheckpoints.checkpoint(head.get()).rootBytes();
        if (!check.includes(seq - 1, hash(leaf, seq), head.get().size(), root, proof)) {
            throw new DamagedTreeException("the stored hashes do not prove seq=" + seq
                    + ": one of CAREGATE_AUDIT_LOG or" + " CAREGATE_AUDIT_TREE was changed");
        }
        putHashes(answer, "inclusionProof", proof);
    }

    private static byte[] hash(@Nullable String leaf, long seq) {
        try {
            return Base64.getDecoder().decode(String.valueOf(leaf));
        } catch (IllegalArgumentException e) {
            throw new DamagedTreeException("CAREGATE_AUDIT_LOG SEQ=" + seq + ": LEAF_HASH is none");
        }
    }

    private static void putHashes(ObjectNode answer, String name, List<byte[]> hashes) {
        ArrayNode list = answer.putArray(name);
        hashes.forEach(hash -> list.add(Base64.getEncoder().encodeToString(hash)));
    }
}

package io.caregate.audit.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.record.Tables;
import io.caregate.audit.tree.Proofs;
import io.caregate.audit.tree.TreeHasher;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/** What is answered about the tree: one entry with its proof against the newest checkpoint, or two checkpoints. */
final class ProvedEntry {
    private final Connection connection;
    private final Tables tables;
    private final Proofs proofs;

    ProvedEntry(Connection connection, Tables tables) {
        TreeHasher hasher = new TreeHasher();
        this.connection = connection;
        this.tables = tables;
        this.proofs = new Proofs(hasher, new StoredTree(connection, tables, hasher));
    }

    /** The entry of this number, if it is of this realm. The proof is null until a checkpoint covers it. */
    Optional<ObjectNode> find(long seq, String realmId) throws SQLException, IOException {
        String sql = "SELECT LEAF_HASH, SALT, PAYLOAD FROM " + tables.log() + " WHERE SEQ = ? AND REALM_ID = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, seq);
            statement.setString(2, realmId);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                ObjectNode answer = JsonSerialization.createObjectNode();
                String payload = result.getString(3);
                answer.put("seq", seq).put("leaf", result.getString(1)).put("salt", result.getString(2));
                answer.put("payload", payload);
                answer.set("entry", payload == null ? null : JsonSerialization.readValue(payload, JsonNode.class));
                prove(answer, seq);
                return Optional.of(answer);
            }
        }
    }

    /** The proof that the tree of the one checkpoint is the beginning of that of the other. */
    ObjectNode between(SignedHead older, SignedHead newer) {
        ObjectNode answer = JsonSerialization.createObjectNode();
        answer.put("from", older.note()).put("to", newer.note());
        putHashes(answer, "consistencyProof", proofs.consistency(older.size(), newer.size()));
        return answer;
    }

    private void prove(ObjectNode answer, long seq) throws SQLException {
        Optional<SignedHead> head = SignedHead.newest(connection, tables).filter(newest -> newest.size() >= seq);
        answer.put("checkpoint", head.map(SignedHead::note).orElse(null));
        if (head.isPresent()) {
            putHashes(
                    answer,
                    "inclusionProof",
                    proofs.inclusion(seq - 1, head.get().size()));
        } else {
            answer.putNull("inclusionProof");
        }
    }

    private static void putHashes(ObjectNode answer, String name, List<byte[]> hashes) {
        ArrayNode list = answer.putArray(name);
        hashes.forEach(hash -> list.add(Base64.getEncoder().encodeToString(hash)));
    }
}

package io.caregate.audit.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.proof.ConsistencyProof;
import io.caregate.audit.proof.ProvedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/** Checkpoints and the proofs from them as JSON, in the form that the verifier reads. */
final class ProofBody {
    private ProofBody() {}

    /**
     * An entry with its proof. One that differs from what was sealed lists the parts that disagree, with the bytes as
     * stored.
     */
    static ObjectNode of(ProvedEntry entry) {
        ObjectNode body = JsonSerialization.createObjectNode();
        body.put("seq", entry.seq()).put("leaf", entry.leaf()).put("salt", entry.salt());
        body.put("payload", entry.payload());
        body.set("entry", parsed(entry.payload()));
        Optional<ProvedEntry.Inclusion> inclusion = entry.inclusion();
        if (inclusion.isPresent()) {
            body.put("checkpoint", inclusion.get().checkpoint().note());
            putHashes(body, "inclusionProof", inclusion.get().hashes());
        } else {
            body.putNull("checkpoint").putNull("inclusionProof");
        }
        if (!entry.disagreeing().isEmpty()) {
            ArrayNode damaged = body.putArray("damaged");
            entry.disagreeing().forEach(damaged::add);
        }
        return body;
    }

    /** Two checkpoints with the proof between them. */
    static ObjectNode of(ConsistencyProof proof) {
        ObjectNode body = JsonSerialization.createObjectNode();
        body.put("from", proof.older().note()).put("to", proof.newer().note());
        putHashes(body, "consistencyProof", proof.hashes());
        return body;
    }

    /** A page of checkpoints, and the number before which the next page begins. */
    static ObjectNode of(List<StoredCheckpoint> checkpoints, int limit) {
        ObjectNode body = JsonSerialization.createObjectNode();
        ArrayNode list = body.putArray("checkpoints");
        checkpoints.forEach(checkpoint -> list.addObject()
                .put("size", checkpoint.size())
                .put("time", checkpoint.time().toString())
                .put("note", checkpoint.note()));
        boolean last = checkpoints.size() < limit;
        return body.put(
                "next",
                last ? null : (Long) checkpoints.get(checkpoints.size() - 1).number());
    }

    private static @Nullable JsonNode parsed(@Nullable String payload) {
        try {
            return payload == null ? null : JsonSerialization.readValue(payload, JsonNode.class);
        } catch (IOException e) {
            return null;
        }
    }

    private static void putHashes(ObjectNode body, String name, List<byte[]> hashes) {
        ArrayNode list = body.putArray(name);
        hashes.forEach(hash -> list.add(Base64.getEncoder().encodeToString(hash)));
    }
}

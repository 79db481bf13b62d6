package io.caregate.audit.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.record.KeyTable.NodeKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/**
 * The nodes' public keys, for an auditor. They are from the database, so the answer says itself what they are worth.
 */
final class KeysBody {
    private static final String NOTICE = "These keys are from the database, where its administrator can add others."
            + " Compare each with the line that its node logged at its start, before you trust its signatures.";

    private KeysBody() {}

    /** {@code own} is the key of the node that answers. */
    static ObjectNode of(List<NodeKey> keys, Optional<String> own) {
        ObjectNode body = JsonSerialization.createObjectNode();
        body.put("notice", NOTICE);
        ArrayNode list = body.putArray("keys");
        keys.forEach(key -> list.add(key(key, own)));
        return body;
    }

    private static ObjectNode key(NodeKey key, Optional<String> own) {
        return JsonSerialization.createObjectNode()
                .put("key", key.key())
                .put("node", key.node())
                .put("source", key.own() ? "own" : "configured")
                .put("state", state(key, own))
                .put("firstUsed", key.firstUsed().map(Instant::toString).orElse(null))
                .put("lastSeen", key.seen().toString());
    }

    private static String state(NodeKey key, Optional<String> own) {
        if (own.filter(key.key()::equals).isPresent()) {
            return "this-node";
        }
        return key.isAbsent() ? "absent" : "running";
    }
}

package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import io.caregate.auditlog.entry.EntryText;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The start or the stop of a node, as its entry says it.
 *
 * @param details what was in force: versions, hashes of the JARs, options
 */
record ServerEvent(long seq, Instant time, String type, String node, SortedMap<String, String> details) {
    static final String START = "CAREGATE_SERVER_START";
    static final String STOP = "CAREGATE_SERVER_STOP";

    /** Whether an entry is about the start or the stop of a node. */
    static boolean isOne(EntryText entry) {
        String type = entry.text("type");
        return START.equals(type) || STOP.equals(type);
    }

    /** What an entry says that is one. Its text was read before, so that it is JSON is known. */
    static ServerEvent of(long seq, EntryText entry, String payload) {
        SortedMap<String, String> details = new TreeMap<>();
        try {
            if (Members.parse(payload).value("details") instanceof Map<?, ?> said) {
                said.forEach((name, value) -> details.put(String.valueOf(name), String.valueOf(value)));
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("an entry that was read is not JSON", e);
        }
        return new ServerEvent(seq, entry.time(), String.valueOf(entry.text("type")), node(entry), details);
    }

    private static String node(EntryText entry) {
        String node = entry.text("node");
        return node == null ? "" : node;
    }

    /** Whether a server has started, and not another command that starts Keycloak for a moment. */
    boolean isServerStart() {
        return START.equals(type) && !"command".equals(details.get("process"));
    }
}

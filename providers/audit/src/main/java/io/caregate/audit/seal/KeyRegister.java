package io.caregate.audit.seal;

import io.caregate.audit.record.KeyTable;
import io.caregate.audit.record.KeyTable.NodeKey;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.TextSanitizer;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.foundation.log.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps this node's public key in the table of all nodes' keys: at its start, when it first signs, and each minute, so
 * that a key which no node has any more can be told. Warns of such a key, once, if the log has checkpoints of it.
 * Runs on the sealer's thread, in a transaction of its own.
 */
final class KeyRegister {
    private static final ServerLog LOG = ServerLog.of(KeyRegister.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** After the start of a whole cluster its nodes appear one after the other. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** A node that is restarted or moved is back by then. */
    private static final Duration LOST = Duration.ofHours(1);
    /** Older ones were reported at the time; the status still shows them. */
    private static final Duration OLD = Duration.ofDays(7);

    private final KeyTable table;
    private final String key;
    private final String node;
    private final boolean own;
    private final long began = System.nanoTime();
    private final Set<String> reported = new HashSet<>();
    private long confirmed;
    private boolean isConfirmed;
    private boolean isUsed;

    KeyRegister(Tables tables, String key, String node, boolean own) {
        this.table = new KeyTable(tables);
        this.key = key;
        this.node = node;
        this.own = own;
    }

    /** Whether there is something to write. {@code used} is when this node has first signed, if it has. */
    boolean isDue(Optional<Instant> used) {
        return !isConfirmed || System.nanoTime() - confirmed > INTERVAL.toNanos() || (used.isPresent() && !isUsed);
    }

    /** Writes it. The caller commits. */
    void run(Connection connection, Optional<Instant> used) throws SQLException {
        // Also after a failure the next attempt is a minute later.
        isConfirmed = true;
        isUsed = used.isPresent();
        confirmed = System.nanoTime();
        table.confirm(connection, key, node, own);
        if (used.isPresent()) {
            table.signed(connection, key, used.get());
        }
        for (NodeKey other : table.all(connection)) {
            if (!other.key().equals(key) && other.firstUsed().isPresent() && isLost(other) && isKey(other.key())) {
                report(other);
            }
        }
    }

    /** A node has one key of its own at a time: if it has another one now, the earlier one is gone. */
    private boolean isLost(NodeKey other) {
        if (!other.own() || other.unseen().compareTo(OLD) > 0) {
            return false;
        }
        boolean replaced = own && other.node().equals(node) && other.isAbsent();
        boolean patient = System.nanoTime() - began > PATIENCE.toNanos();
        return replaced || (patient && other.unseen().compareTo(LOST) > 0);
    }

    /** Others can write to the table. What they write must not become a line of its own in the server's log. */
    private static boolean isKey(String written) {
        try {
            NoteVerifier.parse(written);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void report(NodeKey lost) {
        if (reported.add(lost.key())) {
            LOG.warnf(
                    "the audit log has checkpoints signed by key=%s of node=%s, which no running node has, last seen"
                            + " %s. They stay valid: auditors keep this public key, and need those of the nodes that"
                            + " sign now. If the file was lost, restore it from its backup before the node signs on"
                            + " with a new key; if it may be in other hands, have the auditors note the last checkpoint"
                            + " that they trust",
                    lost.key(), TextSanitizer.of(lost.node()), lost.seen());
        }
    }
}

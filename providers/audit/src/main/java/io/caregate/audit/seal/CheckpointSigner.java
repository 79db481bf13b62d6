package io.caregate.audit.seal;

import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs the head of the tree, in the transaction that moves it, after 1,000 entries or 60 s since the last signature.
 * The time applies even when no entry has come, so that a log without new entries can be told from one that was cut.
 */
final class CheckpointSigner {
    static final int ENTRIES = 1000;
    static final Duration INTERVAL = Duration.ofSeconds(60);

    private final NoteSigner signer;
    private final InstantSource clock;
    private final Tables tables;
    private @Nullable Last last;

    CheckpointSigner(NoteSigner signer, InstantSource clock, Tables tables) {
        this.signer = signer;
        this.clock = clock;
        this.tables = tables;
    }

    /** The key that verifies these checkpoints. */
    NoteVerifier key() {
        return signer.key();
    }

    /** Whether a checkpoint is due even without new entries. */
    boolean isDue() {
        Last known = last;
        return known == null || isDue(known, known.size());
    }

    /**
     * Signs and stores a checkpoint if it is due. Answers the obstacle, if there is one: entries are sealed
     * nevertheless.
     */
    Optional<String> sign(Connection connection, CompactRange tree) throws SQLException {
        Last before = newest(connection);
        last = before;
        if (before.number() + 1 >= Tables.MOST_NUMBER) {
            return Optional.of("CAREGATE_AUDIT_CHECKPOINT NR=" + before.number()
                    + " is the last number that there is, and this log has not given it: delete the row");
        }
        if (isDue(before, tree.size())) {
            Instant now = clock.instant();
            Checkpoint checkpoint = Checkpoint.of(signer.key().name(), tree.size(), tree.root());
            last = new Last(before.number() + 1, now, tree.size());
            insert(connection, last, signer.sign(checkpoint, now).toString());
        }
        return Optional.empty();
    }

    /** A clock that was set back must not delay the next checkpoint. */
    private boolean isDue(Last before, long size) {
        Duration age = Duration.between(before.created(), clock.instant());
        return before.number() == 0
                || size - before.size() >= ENTRIES
                || age.compareTo(INTERVAL) >= 0
                || age.isNegative();
    }

    private Last newest(Connection connection) throws SQLException {
        String sql = "SELECT NR, CREATED, TREE_SIZE FROM " + tables.checkpoint() + " WHERE NR BETWEEN 1 AND "
                + (Tables.MOST_NUMBER - 1) + " ORDER BY NR DESC LIMIT 1";
        return Sql.of(sql)
                .first(
                        connection,
                        row -> new Last(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), row.getLong(3)))
                .orElse(new Last(0, Instant.EPOCH, 0));
    }

    private void insert(Connection connection, Last made, String note) throws SQLException {
        String sql = "INSERT INTO " + tables.checkpoint() + " (NR, CREATED, TREE_SIZE, NOTE) VALUES (?, ?, ?, ?)";
        Sql.of(sql, made.number(), made.created().toEpochMilli(), made.size(), note)
                .update(connection);
    }

    private record Last(long number, Instant created, long size) {}
}

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
 * Signs the head of the tree, in the transaction that moves it. Entries that no checkpoint covers get one at the latest
 * a second after the first of them was sealed, and in the transaction that makes them 1,000. Without new entries there
 * is one every 60 s, so that such a log can be told from one that was cut.
 */
final class CheckpointSigner {
    static final int ENTRIES = 1000;
    /** Less than a second, which leaves time to gather entries and to commit. */
    static final Duration BUSY_INTERVAL = Duration.ofMillis(900);

    static final Duration IDLE_INTERVAL = Duration.ofSeconds(60);

    private NoteSigner signer;
    private final boolean shared;
    private final InstantSource clock;
    private final Tables tables;
    private @Nullable Last last;
    private @Nullable Instant firstSigned;
    private long treeSize;

    /** {@code shared} is whether every node of a cluster signs with this key. */
    CheckpointSigner(NoteSigner signer, boolean shared, InstantSource clock, Tables tables) {
        this.signer = signer;
        this.shared = shared;
        this.clock = clock;
        this.tables = tables;
    }

    /** Signs under this name from now on, with the same key. */
    void sign(String origin) {
        signer = signer.named(origin);
    }

    /** The key that verifies these checkpoints. */
    NoteVerifier key() {
        return signer.key();
    }

    /** Whether that key has signed every checkpoint of this log, whichever node made it. */
    boolean isShared() {
        return shared;
    }

    /** When this process has first signed a checkpoint, if it has. */
    Optional<Instant> firstSigned() {
        return Optional.ofNullable(firstSigned);
    }

    /** The time until a checkpoint is due even if nothing more is sealed. Zero if it is due. */
    Duration untilDue() {
        Last known = last;
        return known == null ? Duration.ZERO : untilDue(known);
    }

    /**
     * Signs and stores a checkpoint if it is due. Answers the obstacle, if there is one: entries are sealed
     * nevertheless.
     */
    Optional<String> sign(Connection connection, CompactRange tree) throws SQLException {
        Last before = newest(connection);
        last = before;
        treeSize = tree.size();
        if (before.number() + 1 >= Tables.MOST_NUMBER) {
            return Optional.of("CAREGATE_AUDIT_CHECKPOINT NR=" + before.number()
                    + " is the last number that there is, and this log has not given it: delete the row");
        }
        if (untilDue(before).isZero()) {
            Instant now = clock.instant();
            Checkpoint checkpoint = Checkpoint.of(signer.key().name(), tree.size(), tree.root());
            last = new Last(before.number() + 1, now, tree.size());
            insert(connection, last, signer.sign(checkpoint, now).toString());
            firstSigned = firstSigned == null ? now : firstSigned;
        }
        return stray(connection);
    }

    /** A row that this log has not written and that nobody reads. Somebody meant it to be taken for the newest. */
    private Optional<String> stray(Connection connection) throws SQLException {
        String sql =
                "SELECT NR FROM " + tables.checkpoint() + " WHERE NOT (" + Tables.NUMBERED + ") ORDER BY NR LIMIT 1";
        return Sql.of(sql)
                .first(connection, row -> row.getLong(1))
                .map(number -> "CAREGATE_AUDIT_CHECKPOINT NR=" + number
                        + " has a number that this log gives to none: delete the row");
    }

    /**
     * A clock that was set back must not delay the next checkpoint. But one of the same size in the same second would
     * be the same note once more, which no file may have twice.
     */
    private Duration untilDue(Last before) {
        Instant now = clock.instant();
        Duration age = Duration.between(before.created(), now);
        if (before.number() == 0 || treeSize - before.size() >= ENTRIES) {
            return Duration.ZERO;
        }
        if (age.isNegative()) {
            boolean same = treeSize == before.size()
                    && now.getEpochSecond() == before.created().getEpochSecond();
            return same ? BUSY_INTERVAL : Duration.ZERO;
        }
        Duration left = (treeSize == before.size() ? IDLE_INTERVAL : BUSY_INTERVAL).minus(age);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Last newest(Connection connection) throws SQLException {
        String sql = "SELECT NR, CREATED, TREE_SIZE FROM " + tables.checkpoint() + " WHERE " + Tables.NUMBERED
                + " ORDER BY NR DESC LIMIT 1";
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

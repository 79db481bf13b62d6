package io.caregate.audit.seal;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.integrity.StoredTree;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the head to continue from, in the transaction that holds the lease's lock. The row is a copy of what follows
 * from the log. If it is gone, impossible, or not what this node has left, the head comes from this node's memory or is
 * computed from the stored hashes, provided that they match the newest signed checkpoint.
 */
final class Heads {
    private static final String ROW = "CAREGATE_AUDIT_HEAD ID=1";
    private static final long RANGE = 1_000_000;

    private final Connection connection;
    private final Tables tables;
    private final TreeHasher hasher;
    private final Optional<NoteVerifier> key;
    private final boolean only;
    private Optional<String> repair = Optional.empty();

    /**
     * {@code key} is this node's, if it signs; {@code only} is whether it has signed every checkpoint of this log. If
     * other nodes have keys of their own, or nothing is signed, any checkpoint counts if there is none by this key.
     */
    Heads(Connection connection, Tables tables, TreeHasher hasher, Optional<NoteVerifier> key, boolean only) {
        this.connection = connection;
        this.tables = tables;
        this.hasher = hasher;
        this.key = key;
        this.only = only;
    }

    /** The head to continue from, locked. {@code left} is the head that this node has left, if it has sealed before. */
    Head find(@Nullable Head left) throws SQLException {
        Optional<Head> stored = Head.lock(connection, tables);
        long end = end();
        if (left != null && left.lastSeq() == end && stored.filter(left::equals).isEmpty()) {
            repair = Optional.of(ROW + " says " + shown(stored) + ", but this node left it at "
                    + shown(Optional.of(left)) + "; it is put back");
            left.write(connection, tables);
            return left;
        }
        if (left != null && stored.filter(left::equals).isPresent() && end == left.lastSeq()) {
            return left;
        }
        return examined(stored, end);
    }

    /** A fault that was repaired, or one that does not affect sealing. */
    Optional<String> repair() {
        return repair;
    }

    private Head examined(Optional<Head> stored, long end) throws SQLException {
        boolean plausible = stored.filter(Head::isPlausible).isPresent();
        if (end < 0 || end >= Tables.MOST_NUMBER) {
            requireWhole(end, stored);
        }
        if (plausible && isBeingHashed(stored.orElseThrow(), end)) {
            return stored.orElseThrow();
        }
        if (plausible && end < stored.orElseThrow().lastSeq()) {
            repair = Optional.of("CAREGATE_AUDIT_LOG ends at SEQ=" + end + ", but " + ROW + " says " + shown(stored)
                    + ": entries were removed; sealing goes on behind them");
            return stored.orElseThrow();
        }
        Head made;
        try {
            if (stored.isEmpty() || end != stored.get().lastSeq()) {
                requireWhole(end, stored);
            }
            made = new Head(end, end, frontier(end));
            if (stored.filter(made::equals).isPresent()) {
                return made;
            }
            requireCheckpoint(end);
        } catch (DamagedTreeException | IllegalStateException | IllegalArgumentException e) {
            String damaged =
                    ROW + " says " + shown(stored) + ", which cannot be compared with the log (" + e.getMessage() + ")";
            if (plausible && end == stored.orElseThrow().lastSeq()) {
                repair = Optional.of(damaged + "; sealing goes on from it");
                return stored.orElseThrow();
            }
            throw new DamagedTableException(damaged
                    + ": restore CAREGATE_AUDIT_HEAD, CAREGATE_AUDIT_LOG and CAREGATE_AUDIT_TREE from a backup");
        }
        repair = Optional.of(ROW + " says " + shown(stored) + ", but the log is at " + shown(Optional.of(made))
                + "; it is made again");
        made.write(connection, tables);
        return made;
    }

    /** Whether there are entries that the first stage of the log numbered and that are still to be hashed. */
    private boolean isBeingHashed(Head head, long end) throws SQLException {
        return head.treeSize() < head.lastSeq()
                && end == head.lastSeq()
                && number("SELECT COUNT(*) FROM " + tables.log() + " WHERE SEQ = ? AND LEAF_HASH IS NULL", end) == 1;
    }

    private void requireWhole(long end, Optional<Head> stored) throws SQLException {
        boolean inRange = end >= 0 && end < Tables.MOST_NUMBER;
        if (!inRange || !isWhole(end)) {
            throw new DamagedTableException("CAREGATE_AUDIT_LOG SEQ=" + end + " stands behind a gap, where this log has"
                    + " sealed nothing (" + ROW + " says " + shown(stored)
                    + "): delete the row, or restore what is missing");
        }
    }

    /** Counted in ranges: one statement over a long log would take longer than a job's statement may. */
    private boolean isWhole(long end) throws SQLException {
        String sql = "SELECT COUNT(*) FROM " + tables.log() + " WHERE SEQ BETWEEN ? AND ?";
        for (long first = 1; first <= end; first += RANGE) {
            long last = Math.min(end, first + RANGE - 1);
            if (Sql.of(sql, first, last).number(connection) != last - first + 1) {
                return false;
            }
        }
        return true;
    }

    /** Requires that the newest checkpoint that this log has signed matches the stored hashes. */
    private void requireCheckpoint(long end) throws SQLException {
        String sql = "SELECT NR, NOTE FROM " + tables.checkpoint() + " WHERE TREE_SIZE BETWEEN 0 AND ? AND "
                + Tables.NUMBERED + " ORDER BY NR DESC LIMIT 10";
        List<Found> newest =
                Sql.of(sql, end)
                        .list(connection, row -> found(row.getLong(1), String.valueOf(row.getString(2))))
                        .stream()
                        .flatMap(Optional::stream)
                        .filter(found -> found.checkpoint().size() <= end)
                        .toList();
        Optional<Found> own = newest.stream().filter(Found::own).findFirst();
        Optional<Found> judge = only ? own : own.or(() -> newest.stream().findFirst());
        if (judge.isPresent()) {
            requireRoot(judge.get().number(), judge.get().checkpoint());
        }
    }

    private void requireRoot(long number, Checkpoint checkpoint) {
        byte[] root = CompactRange.parse(hasher, checkpoint.size(), frontier(checkpoint.size()))
                .root();
        if (!Arrays.equals(root, checkpoint.rootBytes())) {
            throw new DamagedTreeException("CAREGATE_AUDIT_CHECKPOINT NR=" + number + " is of other hashes");
        }
    }

    private Optional<Found> found(long number, String note) {
        try {
            SignedNote signed = SignedNote.parse(note);
            boolean own = key.filter(by -> by.check(signed).outcome() == NoteVerifier.Outcome.SIGNED)
                    .isPresent();
            return Optional.of(new Found(number, Checkpoint.parse(signed.text()), own));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String frontier(long size) {
        StoredTree tree = new StoredTree(connection, tables, hasher);
        return CompactRange.of(hasher, size, (height, position) -> whole(tree.root(height, position)))
                .toText();
    }

    private static byte[] whole(byte[] root) {
        if (root.length != TreeHasher.HASH_BYTES) {
            throw new DamagedTreeException("a stored hash is none");
        }
        return root;
    }

    private long end() throws SQLException {
        return Sql.of("SELECT MAX(SEQ) FROM " + tables.log()).number(connection);
    }

    private long number(String sql, long parameter) throws SQLException {
        return Sql.of(sql, parameter).number(connection);
    }

    private static String shown(Optional<Head> head) {
        return head.map(found -> "LAST_SEQ=" + found.lastSeq() + " TREE_SIZE=" + found.treeSize())
                .orElse("nothing");
    }

    /** A stored checkpoint, and whether this node's key has signed it. */
    private record Found(long number, Checkpoint checkpoint, boolean own) {}
}

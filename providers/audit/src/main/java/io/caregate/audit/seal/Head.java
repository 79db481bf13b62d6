package io.caregate.audit.seal;

import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.TreeHasher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The head of the log: the last number, and the tree as far as entries are in it. The two differ only while entries
 * that the first stage of the log numbered without a hash are being added to the tree.
 */
record Head(long lastSeq, long treeSize, String frontier) {
    private static final String ROW = " WHERE ID = 1";

    /** Reads the head and locks it until the transaction ends. Empty if its row is gone. */
    static Optional<Head> lock(Connection connection, Tables tables) throws SQLException {
        String sql = "SELECT LAST_SEQ, TREE_SIZE, FRONTIER FROM " + tables.head() + ROW + " FOR UPDATE";
        return Sql.of(sql).first(connection, row -> {
            String frontier = row.getString(3);
            return new Head(row.getLong(1), row.getLong(2), frontier == null ? "" : frontier);
        });
    }

    /** Whether a log can have this head, as far as the head itself shows. */
    boolean isPlausible() {
        if (treeSize < 0 || lastSeq < treeSize || lastSeq >= Tables.MOST_NUMBER) {
            return false;
        }
        try {
            CompactRange.parse(new TreeHasher(), treeSize, frontier);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The head after entries were added to the tree. */
    static Head of(long lastSeq, CompactRange tree) {
        return new Head(lastSeq, tree.size(), tree.toText());
    }

    void write(Connection connection, Tables tables) throws SQLException {
        String sql = "UPDATE " + tables.head() + " SET LAST_SEQ = ?, TREE_SIZE = ?, FRONTIER = ?" + ROW;
        if (Sql.of(sql, lastSeq, treeSize, frontier).update(connection) != 1) {
            String insert = "INSERT INTO " + tables.head() + " (ID, LAST_SEQ, TREE_SIZE, FRONTIER) VALUES (1, ?, ?, ?)";
            Sql.of(insert, lastSeq, treeSize, frontier).update(connection);
        }
    }

    CompactRange tree(TreeHasher hasher) throws SQLException {
        try {
            return CompactRange.parse(hasher, treeSize, frontier);
        } catch (IllegalArgumentException e) {
            throw new DamagedTableException("CAREGATE_AUDIT_HEAD ID=1 is damaged: " + e.getMessage());
        }
    }

    /** Whether this head can follow the other one if only this log has moved the tree. */
    boolean goesOnFrom(Head other) {
        return treeSize == other.treeSize && frontier.equals(other.frontier) && lastSeq >= other.lastSeq;
    }
}

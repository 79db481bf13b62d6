package io.caregate.audit.seal;

import io.caregate.audit.record.Tables;
import io.caregate.audit.tree.Frontier;
import io.caregate.audit.tree.TreeHasher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The head of the log: the number given last, and the tree as far as entries are in it. The two differ only while
 * entries that were numbered without a hash, by the first stage of the log, are being added to the tree.
 */
record Head(long lastSeq, long treeSize, String frontier) {
    private static final String ROW = " WHERE ID = 1";

    /** Reads the head and locks it until the transaction ends. */
    static Head lock(Connection connection, Tables tables) throws SQLException {
        String sql = "SELECT LAST_SEQ, TREE_SIZE, FRONTIER FROM " + tables.head() + ROW + " FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            if (!result.next()) {
                throw new SQLException("the log has no head");
            }
            String frontier = result.getString(3);
            return new Head(result.getLong(1), result.getLong(2), frontier == null ? "" : frontier);
        }
    }

    /** The head after entries were added to the tree. */
    static Head of(long lastSeq, Frontier tree) {
        return new Head(lastSeq, tree.size(), tree.toText());
    }

    void write(Connection connection, Tables tables) throws SQLException {
        String sql = "UPDATE " + tables.head() + " SET LAST_SEQ = ?, TREE_SIZE = ?, FRONTIER = ?" + ROW;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, lastSeq);
            statement.setLong(2, treeSize);
            statement.setString(3, frontier);
            Rows.demand(1, statement.executeUpdate());
        }
    }

    Frontier tree(TreeHasher hasher) throws SQLException {
        try {
            return Frontier.parse(hasher, treeSize, frontier);
        } catch (IllegalArgumentException e) {
            throw new SQLException("the head of the log is damaged", e);
        }
    }

    /** Whether this head can be what became of the other while nobody of this log has touched the tree. */
    boolean goesOnFrom(Head other) {
        return treeSize == other.treeSize && frontier.equals(other.frontier) && lastSeq >= other.lastSeq;
    }
}

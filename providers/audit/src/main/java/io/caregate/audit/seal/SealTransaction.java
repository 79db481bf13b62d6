package io.caregate.audit.seal;

import io.caregate.audit.record.Durability;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers what waits in the inbox and moves it to the log, in one transaction under the lock of the head's row. The lock
 * makes sealing exclusive among all nodes, and the numbers are read and written under it, so there is neither a gap nor
 * a fork, wherever a node dies. A node that is stopped while it holds the lock loses its connection, and with it the
 * lock and the whole transaction.
 */
final class SealTransaction {
    private static final String HEAD_ROW = " WHERE ID = 1";
    private static final String STALLED_AFTER = "10s";

    private final Connection connection;
    private final Tables tables;
    private final int most;

    SealTransaction(Connection connection, Tables tables, int most) {
        this.connection = connection;
        this.tables = tables;
        this.most = most;
    }

    /** Seals up to so many entries and commits; the outcome says whether to come again at once. */
    Outcome run() throws SQLException {
        limitStall();
        long last = lockHead();
        if (last < 0) {
            return Outcome.ANOTHER_NODE_SEALS;
        }
        deleteSealed();
        List<String> ids = waiting();
        if (!ids.isEmpty()) {
            move(ids, last);
            moveHead(last + ids.size());
        }
        return ids.size() == most ? Outcome.MORE_WAIT : Outcome.ALL_SEALED;
    }

    private void limitStall() throws SQLException {
        if (Durability.isPostgres(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL idle_in_transaction_session_timeout TO '" + STALLED_AFTER + "'");
            }
        }
    }

    /** The number given last, or -1 while another node holds the lock. */
    private long lockHead() throws SQLException {
        String sql = "SELECT LAST_SEQ FROM " + tables.head() + HEAD_ROW + " FOR UPDATE SKIP LOCKED";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getLong(1) : -1;
        }
    }

    /** A row that was replayed after it had been sealed is the same entry once more. */
    private void deleteSealed() throws SQLException {
        String sql = "DELETE FROM " + tables.inbox() + " WHERE EXISTS (SELECT 1 FROM " + tables.log()
                + " L WHERE L.ID = " + tables.inbox() + ".ID)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    private List<String> waiting() throws SQLException {
        String sql = "SELECT ID FROM " + tables.inbox() + " ORDER BY ID LIMIT " + most;
        List<String> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                ids.add(result.getString(1));
            }
        }
        return ids;
    }

    private void move(List<String> ids, long last) throws SQLException {
        String insert = "INSERT INTO " + tables.log() + " (SEQ, " + Tables.COLUMNS + ") SELECT CAST(? AS BIGINT), "
                + Tables.COLUMNS + " FROM " + tables.inbox() + " WHERE ID = ?";
        String delete = "DELETE FROM " + tables.inbox() + " WHERE ID = ?";
        try (PreparedStatement inserts = connection.prepareStatement(insert);
                PreparedStatement deletes = connection.prepareStatement(delete)) {
            long seq = last;
            for (String id : ids) {
                inserts.setLong(1, ++seq);
                inserts.setString(2, id);
                inserts.addBatch();
                deletes.setString(1, id);
                deletes.addBatch();
            }
            demandOneEach(inserts.executeBatch());
            demandOneEach(deletes.executeBatch());
        }
    }

    private void moveHead(long last) throws SQLException {
        String sql = "UPDATE " + tables.head() + " SET LAST_SEQ = ?" + HEAD_ROW;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, last);
            demandOneEach(statement.executeUpdate());
        }
    }

    /** Under the lock nobody else moves rows, so anything but one row each is a fault that must not be committed. */
    private static void demandOneEach(int... counts) throws SQLException {
        for (int count : counts) {
            if (count != 1 && count != Statement.SUCCESS_NO_INFO) {
                throw new SQLException("sealing met " + count + " rows where one was to be");
            }
        }
    }

    /** What a transaction found. */
    enum Outcome {
        /** Nothing that was there when it began is left. */
        ALL_SEALED,
        /** As many were sealed as one transaction may; more may wait. */
        MORE_WAIT,
        /** Another node holds the lock and seals what is there. */
        ANOTHER_NODE_SEALS
    }
}

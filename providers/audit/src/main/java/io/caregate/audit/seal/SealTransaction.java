package io.caregate.audit.seal;

import io.caregate.audit.record.Durability;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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
        int sealed = copyToLog(last);
        if (sealed > 0) {
            demand(sealed, deleteCopied(last));
            demand(1, moveHead(last + sealed));
        }
        return sealed == most ? Outcome.MORE_WAIT : Outcome.ALL_SEALED;
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

    private int copyToLog(long last) throws SQLException {
        String sql = "INSERT INTO " + tables.log() + " (SEQ, " + Tables.COLUMNS + ") SELECT CAST(? AS BIGINT)"
                + " + ROW_NUMBER() OVER (ORDER BY ID), " + Tables.COLUMNS + " FROM " + tables.inbox()
                + " ORDER BY ID LIMIT " + most;
        return update(sql, last);
    }

    /** By what was copied, not by what is there: more may have come in between. */
    private int deleteCopied(long last) throws SQLException {
        String sql =
                "DELETE FROM " + tables.inbox() + " WHERE ID IN (SELECT ID FROM " + tables.log() + " WHERE SEQ > ?)";
        return update(sql, last);
    }

    private int moveHead(long last) throws SQLException {
        return update("UPDATE " + tables.head() + " SET LAST_SEQ = ?" + HEAD_ROW, last);
    }

    private int update(String sql, long number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, number);
            return statement.executeUpdate();
        }
    }

    /** Under the lock nobody else moves rows, so any other number is a fault that must not be committed. */
    private static void demand(int expected, int rows) throws SQLException {
        if (rows != expected) {
            throw new SQLException("sealing met " + rows + " rows where " + expected + " were to be");
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

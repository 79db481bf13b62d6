package io.caregate.audit.deliver;

import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Start;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The row that says how far a job is, and what prevents it from continuing. It is trusted only with its
 * {@link CursorProof}. Every change belongs to a fenced transaction.
 */
final class SinkCursor {
    /** The prefix of the names of sinks' rows, and of their leases. */
    static final String PREFIX = "sink-";

    private final Tables tables;
    private final String name;
    private final InstantSource clock;
    private final CursorProof proof;

    SinkCursor(Tables tables, String name, InstantSource clock, CursorProof proof) {
        this.tables = tables;
        this.name = name;
        this.clock = clock;
        this.proof = proof;
    }

    /** The name of the row. */
    String name() {
        return name;
    }

    /** The row as it is named in messages. */
    String row() {
        return row(name);
    }

    static String row(String name) {
        return "CAREGATE_AUDIT_CURSOR NAME=" + name;
    }

    /**
     * Makes the row if it is missing; true if it did. If two nodes do it at once, the key refuses one of them. A sink
     * that has been delivered to before, as its lease says, is not new: its row has been deleted. It begins with the
     * first entry whatever its options say, since its progress is unknown.
     */
    boolean create(Connection connection, Start start) throws SQLException {
        if (isThere(connection)) {
            return false;
        }
        boolean asNew = start == Start.NOW
                && number(connection, "SELECT MAX(EPOCH) FROM " + tables.lease() + " WHERE NAME = '" + name + "'") <= 0;
        Position begin = asNew
                ? new Position(
                        number(connection, "SELECT TREE_SIZE FROM " + tables.head() + " WHERE ID = 1"),
                        number(
                                connection,
                                "SELECT MAX(NR) FROM " + tables.checkpoint() + " WHERE NR < " + Tables.MOST_NUMBER))
                : Position.BEGIN;
        String sql =
                "INSERT INTO " + tables.cursor() + " (NAME, SEQ, CHECKPOINT_NR, MOVED, PROOF) VALUES (?, ?, ?, ?, ?)";
        Sql.of(sql, name, begin.seq(), begin.checkpoint(), clock.millis(), proof.of(connection, name, begin))
                .update(connection);
        return true;
    }

    /** The row as it is stored. Empty if it is gone. */
    Optional<Stored> read(Connection connection) throws SQLException {
        String sql =
                "SELECT SEQ, CHECKPOINT_NR, PROOF, FAULT, NEXT_TRY, ASKED FROM " + tables.cursor() + " WHERE NAME = ?";
        return Sql.of(sql, name).first(connection, row -> {
            long nextTry = row.getLong(5);
            boolean asked = !row.wasNull() && row.getString(4) != null && row.getInt(6) > 0;
            return new Stored(
                    new Position(row.getLong(1), row.getLong(2)),
                    row.getString(3),
                    asked ? Optional.of(Instant.ofEpochMilli(nextTry)) : Optional.empty());
        });
    }

    /** Moves the cursor and clears its fault. */
    void move(Connection connection, Position from, Position to) throws SQLException {
        String sql =
                "UPDATE " + tables.cursor() + " SET SEQ = ?, CHECKPOINT_NR = ?, PROOF = ?, MOVED = ?, FAULT = NULL,"
                        + " FAULT_SINCE = NULL, NEXT_TRY = NULL, TRIES = 0, OPERATORS = 0, ASKED = 0"
                        + " WHERE NAME = ?";
        int rows = Sql.of(sql, to.seq(), to.checkpoint(), proof.of(connection, name, to), clock.millis(), name)
                .add(" AND SEQ = ? AND CHECKPOINT_NR = ?", from.seq(), from.checkpoint())
                .update(connection);
        if (rows != 1) {
            throw new DamagedTableException(row() + " is not at " + from + " any more, where this node left it");
        }
    }

    /** Sets the cursor to a position that is known to be right, wherever it is now. Makes the row if it is gone. */
    void reset(Connection connection, Position to) throws SQLException {
        create(connection, Start.OLDEST);
        String sql =
                "UPDATE " + tables.cursor() + " SET SEQ = ?, CHECKPOINT_NR = ?, PROOF = ?, MOVED = ? WHERE NAME = ?";
        Sql.of(sql, to.seq(), to.checkpoint(), proof.of(connection, name, to), clock.millis(), name)
                .update(connection);
    }

    /**
     * Says why the cursor does not move, and when the next attempt is. {@code asked} is set if the receiver has named
     * the pause.
     */
    void fault(Connection connection, String reason, boolean operators, Duration pause, boolean asked)
            throws SQLException {
        Instant now = clock.instant();
        String sql = "UPDATE " + tables.cursor() + " SET FAULT = ?, FAULT_SINCE = COALESCE(FAULT_SINCE, ?),"
                + " NEXT_TRY = ?, TRIES = CASE WHEN TRIES BETWEEN 0 AND 1000000 THEN TRIES + 1 ELSE 1 END,";
        Sql.of(sql, Row.column(reason), now.toEpochMilli(), now.plus(pause).toEpochMilli())
                .add(" OPERATORS = ?, ASKED = ? WHERE NAME = ?", operators ? 1 : 0, asked ? 1 : 0, name)
                .update(connection);
    }

    private boolean isThere(Connection connection) throws SQLException {
        return Sql.of("SELECT 1 FROM " + tables.cursor() + " WHERE NAME = ?", name)
                .exists(connection);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Math.max(0, Sql.of(sql).number(connection));
    }

    /**
     * The content of the row.
     *
     * @param proof its {@link CursorProof}, or the text in its place
     * @param askedUntil the time until which the receiver has asked to be left alone
     */
    record Stored(Position position, @Nullable String proof, Optional<Instant> askedUntil) {}
}

package io.caregate.audit.deliver;

import io.caregate.audit.deliver.SinkCursor.Stored;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Mark;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Decides where a job starts: at its cursor, if that is proved; else at the position that its proof proves; else at the
 * last entry that the receiver itself shows; else at the log's first one, since it is better to deliver twice than not
 * at all.
 */
final class CursorJudge {
    private final Tables tables;
    private final CursorProof proof;

    CursorJudge(Tables tables, CursorProof proof) {
        this.tables = tables;
        this.proof = proof;
    }

    /**
     * {@code close} is how far a receiver may be ahead of its cursor without a fault: one batch, of a node that died.
     */
    Judgement of(Connection connection, SinkCursor cursor, Optional<Mark> mark, int close) throws SQLException {
        Optional<Stored> stored = cursor.read(connection);
        Judgement judgement = stored.isPresent()
                ? ofStored(connection, cursor, stored.get())
                : new Judgement(Position.BEGIN, Optional.of(cursor.row() + " is gone"));
        Optional<Mark> shown = mark.isPresent() && isInLog(connection, mark.get()) ? mark : Optional.empty();
        long ahead = shown.map(Mark::seq).orElse(0L) - judgement.position().seq();
        if (ahead <= 0) {
            return judgement;
        }
        Position position = new Position(
                shown.orElseThrow().seq(),
                checkpointBefore(connection, shown.get().seq()));
        String setBack = cursor.row() + " says SEQ=" + judgement.position().seq()
                + ", but the receiver shows that it has " + shown.get().seq();
        return new Judgement(
                position, judgement.fault().or(() -> ahead > close ? Optional.of(setBack) : Optional.empty()));
    }

    private Judgement ofStored(Connection connection, SinkCursor cursor, Stored stored) throws SQLException {
        Position position = stored.position();
        Optional<Position> proved =
                proof.proved(connection, cursor.name(), stored.proof()).filter(Position::isInRange);
        if (proved.isPresent() && isWithin(connection, proved.get())) {
            return proved.get().equals(position)
                    ? new Judgement(position, Optional.empty())
                    : new Judgement(
                            proved.get(),
                            Optional.of(
                                    cursor.row() + " says " + position + ", but this log left it at " + proved.get()));
        }
        if (proof.isForeign(stored.proof()) && position.isInRange() && isWithin(connection, position)) {
            return new Judgement(
                    position,
                    Optional.of(cursor.row()
                            + (CursorProof.NONE_YET.equals(stored.proof())
                                    ? " has no proof yet, as after an upgrade,"
                                    : " was proved by another signing key, as after a change of the key,")
                            + " and is taken as it is once: " + position));
        }
        return new Judgement(
                Position.BEGIN,
                Optional.of(cursor.row() + " says " + position + ", which nothing proves, or which is not in the log"));
    }

    /** Whether the log reaches this position. */
    boolean isWithin(Connection connection, Position position) throws SQLException {
        return position.seq() <= Sql.of("SELECT MAX(SEQ) FROM " + tables.log()).number(connection);
    }

    private boolean isInLog(Connection connection, Mark mark) throws SQLException {
        String sql = "SELECT 1 FROM " + tables.log() + " WHERE SEQ = ? AND (LEAF_HASH = ? OR ID = ?)";
        return Sql.of(sql, mark.seq(), mark.evidence(), mark.evidence()).exists(connection);
    }

    /** The last checkpoint before the entry with this number. */
    long checkpointBefore(Connection connection, long seq) throws SQLException {
        String sql =
                "SELECT MAX(NR) FROM " + tables.checkpoint() + " WHERE TREE_SIZE < ? AND NR < " + Tables.MOST_NUMBER;
        return Math.max(0, Sql.of(sql, seq).number(connection));
    }

    /**
     * The position to continue from.
     *
     * @param fault the fault of the cursor, in plain words
     */
    record Judgement(Position position, Optional<String> fault) {}
}

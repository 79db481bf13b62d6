package io.caregate.audit.proof;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the log's checkpoints, newest first. */
public final class StoredCheckpoints {
    private static final int LOOKED_AT = 10;

    private final Connection connection;
    private final Tables tables;

    /** Takes the connection to read on. */
    public StoredCheckpoints(Connection connection, Tables tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /** The checkpoints before that number. */
    public List<StoredCheckpoint> before(long number, int most) throws SQLException {
        return find("NR < ?", number, most);
    }

    /** The newest one whose note agrees with its row. A row that does not agree is skipped. */
    public Optional<StoredCheckpoint> newest() throws SQLException {
        return before(Tables.MOST_NUMBER, LOOKED_AT).stream()
                .filter(StoredCheckpoints::isWhole)
                .findFirst();
    }

    /** The newest one with this size. */
    public Optional<StoredCheckpoint> ofSize(long size) throws SQLException {
        return find("TREE_SIZE = ?", size, 1).stream().findFirst();
    }

    /** The checkpoint in its note. Throws {@link DamagedTreeException} if there is none. */
    static Checkpoint checkpoint(StoredCheckpoint stored) {
        try {
            return stored.checkpoint();
        } catch (IllegalArgumentException e) {
            throw new DamagedTreeException("CAREGATE_AUDIT_CHECKPOINT NR=" + stored.number() + " is no signed note");
        }
    }

    /** Whether the note is that of a checkpoint, and agrees with its row. */
    public static boolean isWhole(StoredCheckpoint stored) {
        try {
            return stored.checkpoint().size() == stored.size();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<StoredCheckpoint> find(String condition, long number, int most) throws SQLException {
        String sql = "SELECT NR, TREE_SIZE, CREATED, NOTE FROM " + tables.checkpoint() + " WHERE " + condition + " AND "
                + Tables.NUMBERED + " ORDER BY NR DESC LIMIT " + most;
        return Sql.of(sql, number)
                .list(
                        connection,
                        row -> new StoredCheckpoint(
                                row.getLong(1),
                                row.getLong(2),
                                Instant.ofEpochMilli(row.getLong(3)),
                                row.getString(4)));
    }
}

package io.caregate.audit.read;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.SignedNote;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A checkpoint as it is stored: its number among all of them, when it was made, its size, and the signed note. */
record SignedHead(long number, long created, long size, String note) {
    private static final int LOOKED_AT = 10;
    private static final String SELECT = "SELECT NR, CREATED, TREE_SIZE, NOTE FROM ";

    /** Checkpoints before that number, newest first. */
    static List<SignedHead> before(Connection connection, Tables tables, long number, int most) throws SQLException {
        return find(connection, SELECT + tables.checkpoint() + " WHERE NR < ? ORDER BY NR DESC LIMIT " + most, number);
    }

    /** The newest one whose note says what its row says; a row that does not is nobody's checkpoint. */
    static Optional<SignedHead> newest(Connection connection, Tables tables) throws SQLException {
        return before(connection, tables, Tables.MOST_NUMBER, LOOKED_AT).stream()
                .filter(SignedHead::isWhole)
                .findFirst();
    }

    /** What the note says of the tree. */
    Checkpoint checkpoint() {
        try {
            return Checkpoint.parse(SignedNote.parse(note).text());
        } catch (IllegalArgumentException e) {
            throw new DamagedTreeException("CAREGATE_AUDIT_CHECKPOINT NR=" + number + " is no signed note");
        }
    }

    private boolean isWhole() {
        try {
            return checkpoint().size() == size;
        } catch (DamagedTreeException e) {
            return false;
        }
    }

    /** The newest checkpoint of this size. */
    static Optional<SignedHead> ofSize(Connection connection, Tables tables, long size) throws SQLException {
        String sql = SELECT + tables.checkpoint() + " WHERE TREE_SIZE = ? ORDER BY NR DESC LIMIT 1";
        return find(connection, sql, size).stream().findFirst();
    }

    private static List<SignedHead> find(Connection connection, String sql, long number) throws SQLException {
        List<SignedHead> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, number);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(new SignedHead(
                            result.getLong(1), result.getLong(2), result.getLong(3), result.getString(4)));
                }
            }
        }
        return found;
    }
}

package io.caregate.audit.deliver;

import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The number up to which every sink has been given the log. Sinks that are no longer set up and may come back are
 * included. Only proved cursors count: as long as one is not proved, nothing may be erased.
 */
final class Delivered {
    private final Tables tables;
    private final CursorProof proof;
    private final Set<String> wanted;

    /** {@code wanted} are the row names of the sinks that this node's options name. */
    Delivered(Tables tables, CursorProof proof, Set<String> wanted) {
        this.tables = tables;
        this.proof = proof;
        this.wanted = Set.copyOf(wanted);
    }

    /** This number, or {@code most} if there is no sink. Throws if a cursor cannot be trusted. */
    long upTo(Connection connection, long most) throws SQLException {
        Set<String> missing = new TreeSet<>(wanted);
        long least = most;
        String sql = "SELECT NAME, SEQ, CHECKPOINT_NR, PROOF FROM " + tables.cursor() + " WHERE NAME LIKE '"
                + SinkCursor.PREFIX + "%' ORDER BY NAME";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                String name = result.getString(1);
                missing.remove(name);
                Position position = new Position(result.getLong(2), result.getLong(3));
                Optional<Position> proved = proof.proved(connection, name, result.getString(4));
                if (proved.isEmpty() || !proved.get().equals(position) || !position.isInRange()) {
                    throw new DamagedTableException(SinkCursor.row(name) + " says " + position
                            + ", which its proof does not show: nothing is erased. A sink that is set up is put"
                            + " right by"
                            + " itself; name one that is not in forget-sinks");
                }
                least = Math.min(least, position.seq());
            }
        }
        if (!missing.isEmpty()) {
            throw new DamagedTableException(
                    SinkCursor.row(missing.iterator().next()) + " is gone: nothing is erased until it is there again");
        }
        return least;
    }
}

package io.caregate.audit.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The public keys with which nodes sign, as the nodes have written them: a convenience for auditors. Anyone who can
 * write to the database can write keys here, so nothing is decided by them. The caller has the transaction.
 */
public final class KeyTable {
    /** The time after which a key that no node has confirmed is on no running node. They confirm it each minute. */
    public static final Duration ABSENT = Duration.ofMinutes(5);

    private static final int MOST = 1000;
    private static final int LONGEST_NAME = 255;
    /** On MariaDB and MySQL, Keycloak makes longer columns a type that cannot be a primary key. */
    private static final int LONGEST_KEY = 255;

    private final Tables tables;

    public KeyTable(Tables tables) {
        this.tables = tables;
    }

    /**
     * Says that this node has the key now. A key without a row gets one, unless the name of its log is so long, about
     * 200 characters, that it has no place in the table.
     */
    public void confirm(Connection connection, String key, String node, boolean own) throws SQLException {
        if (key.length() > LONGEST_KEY) {
            return;
        }
        String now = Dialect.of(connection).now();
        String update = "UPDATE " + tables.signingKey() + " SET SEEN = " + now + " WHERE VERIFIER_KEY = ?";
        if (Sql.of(update, key).update(connection) == 0) {
            String insert = "INSERT INTO " + tables.signingKey() + " (VERIFIER_KEY, NODE, OWN, SEEN) VALUES (?, ?, ?, "
                    + now + ")";
            String name = node.length() > LONGEST_NAME ? node.substring(0, LONGEST_NAME) : node;
            Sql.of(insert, key, name, own ? 1 : 0).update(connection);
        }
    }

    /** Says that the key has signed a checkpoint at this time, if none earlier is known. */
    public void signed(Connection connection, String key, Instant time) throws SQLException {
        String sql = "UPDATE " + tables.signingKey() + " SET FIRST_USED = ? WHERE VERIFIER_KEY = ? AND FIRST_USED IS"
                + " NULL";
        Sql.of(sql, time.toEpochMilli(), key).update(connection);
    }

    /**
     * The keys, those that were used first in front, up to a limit. This one is among them if it is in the table, even
     * if others have written so many rows that the limit is reached before it.
     */
    public List<NodeKey> all(Connection connection, Optional<String> own) throws SQLException {
        List<NodeKey> keys = new ArrayList<>(all(connection));
        if (own.isPresent() && keys.stream().noneMatch(found -> found.key().equals(own.get()))) {
            keys.addAll(find(connection, "VERIFIER_KEY = ? AND NODE IS NOT NULL", own.get()));
        }
        return List.copyOf(keys);
    }

    /** The keys, those that were used first in front, up to a limit. */
    public List<NodeKey> all(Connection connection) throws SQLException {
        return find(connection, "VERIFIER_KEY IS NOT NULL AND NODE IS NOT NULL");
    }

    private List<NodeKey> find(Connection connection, String condition, Object... parameters) throws SQLException {
        String sql = "SELECT VERIFIER_KEY, NODE, OWN, FIRST_USED, SEEN, "
                + Dialect.of(connection).now() + " FROM " + tables.signingKey()
                + " WHERE " + condition
                + " ORDER BY CASE WHEN FIRST_USED IS NULL THEN 1 ELSE 0 END, FIRST_USED, VERIFIER_KEY LIMIT " + MOST;
        return Sql.of(sql, parameters).list(connection, row -> {
            long firstUsed = row.getLong(4);
            Optional<Instant> used = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(firstUsed));
            long seen = Math.max(0, row.getLong(5));
            return new NodeKey(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3) > 0,
                    used,
                    Instant.ofEpochMilli(seen),
                    Duration.ofMillis(Math.max(0, row.getLong(6) - seen)));
        });
    }

    /**
     * The public key of a node.
     *
     * @param key its written form, {@code name+id+base64}
     * @param node the node that had it first
     * @param own whether that node made it for itself
     * @param firstUsed when a checkpoint was first signed with it; empty if none was
     * @param seen when a running node last had it, by the clock of the database
     * @param unseen how long ago that is
     */
    public record NodeKey(
            String key, String node, boolean own, Optional<Instant> firstUsed, Instant seen, Duration unseen) {
        /** Whether no running node has the key. */
        public boolean isAbsent() {
            return unseen.compareTo(ABSENT) > 0;
        }
    }
}

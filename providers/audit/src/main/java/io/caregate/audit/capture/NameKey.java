package io.caregate.audit.capture;

import io.caregate.audit.record.Connections;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Durability;
import io.caregate.audit.record.NameHash;
import io.caregate.audit.record.Tables;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key of the hashed names. It comes from the operator's file, so that a reader of the database cannot try names
 * against it. Without a file, it is made once and kept in the database, where all nodes find the same key.
 */
final class NameKey {
    private static final String NAME = "unknown-usernames";

    private NameKey() {}

    /** The key that a file holds in Base64. Empty if it holds none, or a key that is too short. */
    static Optional<byte[]> parse(String base64) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64))
                    .filter(key -> key.length >= NameHash.MIN_KEY_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The key in the database. The node that asks first makes it. */
    static byte[] of(Connections connections, Tables tables) throws SQLException {
        try (Connection connection = connections.open()) {
            Optional<byte[]> stored = find(connection, tables);
            if (stored.isPresent()) {
                return stored.get();
            }
            Durability.demand(connection);
            SQLException refused = insert(connection, tables);
            Durability.release(connection);
            return find(connection, tables).orElseThrow(() -> refused == null ? new SQLException("no key") : refused);
        }
    }

    private static Optional<byte[]> find(Connection connection, Tables tables) throws SQLException {
        String sql = "SELECT SECRET FROM " + tables.key() + " WHERE NAME = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, NAME);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(key(String.valueOf(result.getString(1)))) : Optional.empty();
            }
        }
    }

    private static byte[] key(String stored) throws DamagedTableException {
        try {
            byte[] key = Base64.getDecoder().decode(stored);
            if (key.length >= NameHash.MIN_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
        throw damaged();
    }

    private static DamagedTableException damaged() {
        return new DamagedTableException("CAREGATE_AUDIT_KEY NAME=" + NAME + ": SECRET does not hold at least "
                + NameHash.MIN_KEY_BYTES
                + " bytes in Base64. Restore the row, give --spi-events-listener--caregate-audit--"
                + CaptureOptions.USERNAME_KEY_FILE + ", or delete the row: the next start makes another key, and names"
                + " that were hashed before are not found by it");
    }

    /**
     * Inserts a new key. Answers the database's error if there is one, which usually means that another node was first.
     */
    private static @Nullable SQLException insert(Connection connection, Tables tables) {
        byte[] key = new byte[NameHash.MIN_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        String sql = "INSERT INTO " + tables.key() + " (NAME, SECRET, CREATED) VALUES (?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, NAME);
            statement.setString(2, Base64.getEncoder().encodeToString(key));
            statement.setLong(3, System.currentTimeMillis());
            statement.executeUpdate();
            return null;
        } catch (SQLException e) {
            return e;
        }
    }
}

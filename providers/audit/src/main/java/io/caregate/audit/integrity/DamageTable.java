package io.caregate.audit.integrity;

import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is damaged, as far as it was found. A row that somebody deletes here is found again by the next round of the
 * check; one that somebody adds is gone with it. Statements run in the caller's transaction.
 */
public final class DamageTable {
    /** A realm's own, and what concerns every realm. */
    private static final String OF_REALM = " WHERE REALM_ID IN (?, '') OR COLUMN_REALM_ID IN (?, '')";

    private final Tables tables;

    public DamageTable(Tables tables) {
        this.tables = tables;
    }

    /**
     * Makes the table say of the numbers from {@code first} to {@code last} what was found there; answers what it did
     * not say before.
     */
    public List<Damage> replace(Connection connection, long first, long last, Map<Long, Damage> found)
            throws SQLException {
        Map<Long, String> known = known(connection, first, last);
        List<Damage> news = new ArrayList<>();
        for (Damage damage : found.values()) {
            String before = known.remove(damage.seq());
            if (!damage.what().equals(before)) {
                delete(connection, damage.seq());
                insert(connection, damage);
                news.add(damage);
            }
        }
        for (Long mended : known.keySet()) {
            delete(connection, mended);
        }
        return news;
    }

    /** The first of those that concern a realm. */
    public List<Damage> of(Connection connection, String realmId, int most) throws SQLException {
        String sql = "SELECT SEQ, REALM_ID, COLUMN_REALM_ID, WHAT, FOUND FROM " + tables.damage() + OF_REALM
                + " ORDER BY SEQ LIMIT " + most;
        List<Damage> damages = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, realmId);
            statement.setString(2, realmId);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    damages.add(new Damage(
                            result.getLong(1),
                            result.getString(2),
                            result.getString(3),
                            result.getString(4),
                            Instant.ofEpochMilli(result.getLong(5))));
                }
            }
        }
        return damages;
    }

    /** How many concern a realm. */
    public long count(Connection connection, String realmId) throws SQLException {
        String sql = "SELECT COUNT(*) FROM " + tables.damage() + OF_REALM;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, realmId);
            statement.setString(2, realmId);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    private Map<Long, String> known(Connection connection, long first, long last) throws SQLException {
        String sql = "SELECT SEQ, WHAT FROM " + tables.damage() + " WHERE SEQ BETWEEN ? AND ?";
        Map<Long, String> known = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    known.put(result.getLong(1), result.getString(2));
                }
            }
        }
        return known;
    }

    private void delete(Connection connection, long seq) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + tables.damage() + " WHERE SEQ = ?")) {
            statement.setLong(1, seq);
            statement.executeUpdate();
        }
    }

    private void insert(Connection connection, Damage damage) throws SQLException {
        String sql = "INSERT INTO " + tables.damage()
                + " (SEQ, REALM_ID, COLUMN_REALM_ID, WHAT, FOUND) VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, damage.seq());
            statement.setString(2, damage.realmId());
            statement.setString(3, damage.columnRealmId());
            statement.setString(4, damage.what());
            statement.setLong(5, damage.found().toEpochMilli());
            statement.executeUpdate();
        }
    }
}

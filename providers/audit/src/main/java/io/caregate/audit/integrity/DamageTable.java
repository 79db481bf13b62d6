package io.caregate.audit.integrity;

import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The damage that has been found. If a row is deleted here, the next round of the check finds the damage again. If a
 * row is added, that round removes it. Statements run in the caller's transaction.
 */
public final class DamageTable {
    /** A realm's own damage, and that which concerns every realm. */
    private static final String OF_REALM = " WHERE REALM_ID IN (?, '') OR COLUMN_REALM_ID IN (?, '')";

    private final Tables tables;

    public DamageTable(Tables tables) {
        this.tables = tables;
    }

    /**
     * Makes the table hold the findings for the numbers from {@code first} to {@code last}. Answers those that are new.
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

    /** The first findings that concern a realm. */
    public List<Damage> of(Connection connection, String realmId, int most) throws SQLException {
        String sql = "SELECT SEQ, REALM_ID, COLUMN_REALM_ID, WHAT, FOUND FROM " + tables.damage() + OF_REALM
                + " ORDER BY SEQ LIMIT " + most;
        return Sql.of(sql, realmId, realmId)
                .list(
                        connection,
                        row -> new Damage(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                Instant.ofEpochMilli(row.getLong(5))));
    }

    /** The number of findings that concern a realm. */
    public long count(Connection connection, String realmId) throws SQLException {
        return Sql.of("SELECT COUNT(*) FROM " + tables.damage() + OF_REALM, realmId, realmId)
                .number(connection);
    }

    private Map<Long, String> known(Connection connection, long first, long last) throws SQLException {
        String sql = "SELECT SEQ, WHAT FROM " + tables.damage() + " WHERE SEQ BETWEEN ? AND ?";
        Map<Long, String> known = new HashMap<>();
        Sql.of(sql, first, last).each(connection, row -> known.put(row.getLong(1), row.getString(2)));
        return known;
    }

    private void delete(Connection connection, long seq) throws SQLException {
        Sql.of("DELETE FROM " + tables.damage() + " WHERE SEQ = ?", seq).update(connection);
    }

    private void insert(Connection connection, Damage damage) throws SQLException {
        String sql = "INSERT INTO " + tables.damage()
                + " (SEQ, REALM_ID, COLUMN_REALM_ID, WHAT, FOUND) VALUES (?, ?, ?, ?, ?)";
        Sql.of(
                        sql,
                        damage.seq(),
                        damage.realmId(),
                        damage.columnRealmId(),
                        damage.what(),
                        damage.found().toEpochMilli())
                .update(connection);
    }
}

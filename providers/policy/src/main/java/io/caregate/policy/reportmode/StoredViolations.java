package io.caregate.policy.reportmode;

import io.caregate.policy.rule.RuleId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The violations of some clients: by client, then by rule, then by hook. */
public final class StoredViolations {
    private final Map<String, Map<RuleId, SortedMap<String, ViolationCount>>> byClient = new HashMap<>();

    private StoredViolations() {}

    /** Reads them in the caller's transaction. */
    public static StoredViolations read(
            Connection connection, ViolationTables tables, String realmId, Collection<String> clientUuids)
            throws SQLException {
        String sql = "SELECT CLIENT_UUID, RULE_ID, HOOK, TIMES_SEEN, FIRST_SEEN, LAST_SEEN, LAST_FIELD, LAST_TEXT FROM "
                + tables.violations() + " WHERE REALM_ID = ? AND CLIENT_UUID IN ("
                + String.join(", ", Collections.nCopies(clientUuids.size(), "?")) + ")";
        StoredViolations stored = new StoredViolations();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            statement.setString(at, realmId);
            for (String uuid : clientUuids) {
                statement.setString(++at, uuid);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    stored.add(row);
                }
            }
        }
        return stored;
    }

    private void add(ResultSet row) throws SQLException {
        ViolationCount seen = ViolationCount.stored(
                row.getLong(4), row.getLong(5), row.getLong(6), row.getString(7), row.getString(8));
        String client = row.getString(1);
        String hook = String.valueOf(row.getString(3));
        // A newer version may have written rows for a rule that this one does not know.
        RuleId.of(String.valueOf(row.getString(2)))
                .ifPresent(rule -> byClient.computeIfAbsent(client, any -> new EnumMap<>(RuleId.class))
                        .computeIfAbsent(rule, any -> new TreeMap<>())
                        .put(hook, seen));
    }

    /** The violations of one client, by rule and hook. */
    public Map<RuleId, SortedMap<String, ViolationCount>> of(String clientUuid) {
        return byClient.getOrDefault(clientUuid, Map.of());
    }

    /** The violations of all hooks together. */
    public static ViolationCount total(SortedMap<String, ViolationCount> byHook) {
        return byHook.values().stream().reduce(ViolationCount::plus).orElseThrow();
    }
}

package io.caregate.audit.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * Finds the entry that has recorded a search which is gone on with. A long search takes many answers; each that shows
 * entries is recorded, but one that shows none says no more than the record of the search, if there is one: of the same
 * person, with the same client, for the same, and made after everything that is still looked through. A cursor that
 * names any other entry names none.
 */
final class ContinuedSearch {
    private static final List<Field> SAME = List.of(Field.TYPE, Field.REALM_ID, Field.USER, Field.CLIENT, Field.PATH);
    private static final String QUERY = "query.";

    private final Connection connection;
    private final Tables tables;

    ContinuedSearch(Connection connection, Tables tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /**
     * The id of the entry that has recorded the search of this query, if the cursor names it; {@code now} is what would
     * be recorded.
     */
    Optional<String> of(EventQuery query, Entry now) throws SQLException {
        Cursor cursor = query.cursor().orElse(null);
        String id = cursor == null ? null : cursor.searchId();
        if (cursor == null || id == null || cursor.order() != Order.DESC) {
            return Optional.empty();
        }
        String sql = "SELECT SEQ, PAYLOAD FROM " + tables.log() + " WHERE ID = ? UNION ALL SELECT NULL, PAYLOAD FROM "
                + tables.inbox() + " WHERE ID = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.setString(2, id);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                long seq = result.getLong(1);
                boolean older = result.wasNull() || cursor.seq() <= seq;
                return older && isSame(result.getString(2), now) ? Optional.of(id) : Optional.empty();
            }
        }
    }

    private static boolean isSame(@Nullable String payload, Entry now) {
        // It was erased meanwhile.
        if (payload == null) {
            return false;
        }
        try {
            JsonNode then = JsonSerialization.readValue(payload, JsonNode.class);
            JsonNode present = JsonSerialization.readValue(now.canonical(), JsonNode.class);
            return SAME.stream().allMatch(field -> then.path(field.key()).equals(present.path(field.key())))
                    && asked(then).equals(asked(present));
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, String> asked(JsonNode entry) {
        Map<String, String> asked = new TreeMap<>();
        entry.path("details").properties().stream()
                .filter(detail -> detail.getKey().startsWith(QUERY))
                .forEach(detail -> asked.put(detail.getKey(), detail.getValue().asText()));
        return asked;
    }
}

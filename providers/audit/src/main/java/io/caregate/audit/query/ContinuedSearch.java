package io.caregate.audit.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry that has recorded a continued search. A long search takes many answers. Each that shows entries is
 * recorded. One that shows none needs no new record if the search already has one: by the same person, with the same
 * client and the same query, and made after all entries that are still to be searched. A cursor that names any other
 * entry is treated as if it named none.
 */
public final class ContinuedSearch {
    private static final List<Field> SAME = List.of(Field.TYPE, Field.REALM_ID, Field.USER, Field.CLIENT, Field.PATH);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String QUERY = "query.";

    private final Connection connection;
    private final Tables tables;

    /** Takes the connection to look the entry up on. */
    public ContinuedSearch(Connection connection, Tables tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /**
     * The id of the entry that has recorded the search of this query, if the cursor names it. {@code now} is the entry
     * that would be recorded.
     */
    public Optional<String> of(EventQuery query, Entry now) throws SQLException {
        Cursor cursor = query.cursor().orElse(null);
        String id = cursor == null ? null : cursor.searchId();
        if (cursor == null || id == null || cursor.order() != Order.DESC) {
            return Optional.empty();
        }
        String sql = "SELECT SEQ, PAYLOAD FROM " + tables.log() + " WHERE ID = ? UNION ALL SELECT NULL, PAYLOAD FROM "
                + tables.inbox() + " WHERE ID = ?";
        return Sql.of(sql, id, id)
                .first(connection, row -> {
                    long seq = row.getLong(1);
                    boolean older = row.wasNull() || cursor.seq() <= seq;
                    return older && isSame(row.getString(2), now);
                })
                .filter(same -> same)
                .map(same -> id);
    }

    private static boolean isSame(@Nullable String payload, Entry now) {
        // It has been erased meanwhile.
        if (payload == null) {
            return false;
        }
        try {
            JsonNode then = MAPPER.readTree(payload);
            return SAME.stream().allMatch(field -> isOf(then.get(field.key()), now.field(field)))
                    && asked(then).equals(asked(now));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean isOf(@Nullable JsonNode stored, @Nullable String value) {
        return value == null ? stored == null : stored != null && stored.isTextual() && value.equals(stored.asText());
    }

    private static Map<String, String> asked(Entry entry) {
        Map<String, String> asked = new TreeMap<>(entry.details());
        asked.keySet().removeIf(name -> !name.startsWith(QUERY));
        return asked;
    }

    private static Map<String, String> asked(JsonNode entry) {
        Map<String, String> asked = new TreeMap<>();
        entry.path("details").properties().stream()
                .filter(detail -> detail.getKey().startsWith(QUERY))
                .forEach(detail -> asked.put(detail.getKey(), detail.getValue().asText()));
        return asked;
    }
}

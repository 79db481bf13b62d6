package io.caregate.audit.read;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.audit.record.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * The log as JSON lines, up to the newest checkpoint: entries of the realm with salt and payload, those of other realms
 * with nothing but their hash, so that the root can be computed from this file alone. Written page by page, so it takes
 * the same memory for any log; what is exported never changes, so the pages fit together.
 */
final class Export {
    private static final int PAGE = 1000;

    private final Tables tables;
    private final String realmId;
    private final String realm;

    Export(Tables tables, String realmId, String realm) {
        this.tables = tables;
        this.realmId = realmId;
        this.realm = realm;
    }

    void write(Connection connection, OutputStream out) throws SQLException, IOException {
        Optional<SignedHead> head = SignedHead.newest(connection, tables);
        long size = head.isPresent() ? head.get().size() : treeSize(connection);
        try (JsonGenerator json = JsonSerialization.mapper.getFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setRootValueSeparator(null);
            header(json, size, head.map(SignedHead::note).orElse(null));
            long last = 0;
            while (last < size) {
                long next = page(connection, json, last, size);
                if (next == last) {
                    return;
                }
                last = next;
            }
        }
    }

    private void header(JsonGenerator json, long size, @Nullable String note) throws IOException {
        json.writeStartObject();
        json.writeStringField("export", "caregate-audit");
        json.writeNumberField("v", 1);
        json.writeStringField("realm", realm);
        json.writeStringField("realmId", realmId);
        json.writeNumberField("size", size);
        json.writeStringField("checkpoint", note);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private long page(Connection connection, JsonGenerator json, long after, long size)
            throws SQLException, IOException {
        String own = "CASE WHEN REALM_ID = ? THEN %s END";
        String sql = "SELECT SEQ, LEAF_HASH, " + own.formatted("SALT") + ", " + own.formatted("PAYLOAD") + " FROM "
                + tables.log() + " WHERE SEQ > ? AND SEQ <= ? ORDER BY SEQ LIMIT " + PAGE;
        long last = after;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, realmId);
            statement.setString(2, realmId);
            statement.setLong(3, after);
            statement.setLong(4, size);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    last = result.getLong(1);
                    entry(json, last, result.getString(2), result.getString(3), result.getString(4));
                }
            }
        }
        return last;
    }

    private static void entry(
            JsonGenerator json, long seq, @Nullable String leaf, @Nullable String salt, @Nullable String payload)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("seq", seq);
        json.writeStringField("leaf", leaf);
        if (salt != null && payload != null) {
            json.writeStringField("salt", salt);
            json.writeStringField("payload", payload);
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private long treeSize(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT TREE_SIZE FROM " + tables.head() + " WHERE ID = 1");
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}

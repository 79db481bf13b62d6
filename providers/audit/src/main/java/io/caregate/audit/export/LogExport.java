package io.caregate.audit.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.audit.integrity.RowCheck;
import io.caregate.audit.integrity.StoredRow;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.integrity.Verdict;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log as JSON lines, up to the newest checkpoint: entries of the realm with salt and payload, those of other realms
 * with only their hash, so that the root can be computed from this file alone. Each page is read on a connection that
 * is returned before the page is sent, so a slow reader holds no connection, and memory holds one page of any log.
 * Exported entries never change, so the pages fit together. The payload, not the column, says which realm an entry
 * belongs to: an entry that was moved to another realm is open to its own realm and closed to the other.
 */
final class LogExport {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PAGE = 500;
    /** The version of the header. Version 1 also had the realm's name, which no entry need prove. */
    private static final int VERSION = 2;

    private final Connections connections;
    private final Tables tables;
    private final String realmId;
    private final Suspects suspects;
    private final RowCheck check = new RowCheck();

    LogExport(Connections connections, Tables tables, Suspects suspects, String realmId) {
        this.suspects = suspects;
        this.connections = connections;
        this.tables = tables;
        this.realmId = realmId;
    }

    /** Writes the header and the entries behind the one with this number. */
    void write(long after, OutputStream out) throws SQLException, IOException {
        Beginning beginning = begin();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setRootValueSeparator(null);
            header(json, beginning);
            long last = after;
            while (last < beginning.size()) {
                List<Line> page = page(last, beginning.size());
                if (page.isEmpty()) {
                    return;
                }
                for (Line line : page) {
                    line(json, line);
                }
                json.flush();
                last = page.get(page.size() - 1).seq();
            }
        }
    }

    /** The number of entries in the tree. */
    static long treeSize(Connection connection, Tables tables) throws SQLException {
        return Sql.of("SELECT TREE_SIZE FROM " + tables.head() + " WHERE ID = 1")
                .number(connection);
    }

    private Beginning begin() throws SQLException {
        try (Connection connection = connections.open()) {
            Optional<StoredCheckpoint> head = new StoredCheckpoints(connection, tables).newest();
            return new Beginning(
                    head.isPresent() ? head.get().size() : treeSize(connection, tables),
                    head.map(StoredCheckpoint::note).orElse(null));
        }
    }

    private void header(JsonGenerator json, Beginning beginning) throws IOException {
        json.writeStartObject();
        json.writeStringField("export", "caregate-audit");
        json.writeNumberField("v", VERSION);
        json.writeStringField("realmId", realmId);
        json.writeNumberField("size", beginning.size());
        json.writeStringField("checkpoint", beginning.note());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private List<Line> page(long after, long size) throws SQLException {
        // An entry whose column names another realm may be this realm's by its payload, which the hash covers: the
        // check has found those.
        String own = "CASE WHEN REALM_ID = ? OR SEQ IN (SELECT D.SEQ FROM " + tables.damage()
                + " D WHERE D.REALM_ID = ?) THEN %s END";
        String sql = "SELECT "
                + StoredRow.OF_LOG.replace("PAYLOAD", own.formatted("PAYLOAD")).replace("SALT", own.formatted("SALT"))
                + " FROM " + tables.log() + " WHERE SEQ > ? AND SEQ <= ? ORDER BY SEQ LIMIT " + PAGE;
        try (Connection connection = connections.open()) {
            return Sql.of(sql, realmId, realmId, realmId, realmId, after, size)
                    .list(connection, row -> line(row.getLong(1), StoredRow.at(row)));
        }
    }

    private Line line(long seq, StoredRow row) {
        if (row.payload() == null) {
            return new Line(seq, row.leaf(), null, null);
        }
        Verdict verdict = check.of(row);
        if (!verdict.isIntact()) {
            suspects.add(seq);
        }
        boolean open = verdict.realmId().equals(realmId);
        return new Line(seq, row.leaf(), open ? row.salt() : null, open ? row.payload() : null);
    }

    private static void line(JsonGenerator json, Line line) throws IOException {
        json.writeStartObject();
        json.writeNumberField("seq", line.seq());
        json.writeStringField("leaf", line.leaf());
        if (line.salt() != null && line.payload() != null) {
            json.writeStringField("salt", line.salt());
            json.writeStringField("payload", line.payload());
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private record Beginning(long size, @Nullable String note) {}

    private record Line(
            long seq,
            @Nullable String leaf,
            @Nullable String salt,
            @Nullable String payload) {}
}

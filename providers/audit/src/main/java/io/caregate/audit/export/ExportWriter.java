package io.caregate.audit.export;

import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;

/** Writes one realm's log, or the part that fits a query, on its own connections. Thread-safe. */
public final class ExportWriter {
    private final Connections connections;
    private final Tables tables;
    private final EntryAppender appender;
    private final Suspects suspects;

    /** Takes the appender that hashes the names in a filter. */
    public ExportWriter(Connections connections, Tables tables, EntryAppender appender, Suspects suspects) {
        this.connections = connections;
        this.tables = tables;
        this.appender = appender;
        this.suspects = suspects;
    }

    /**
     * Writes a {@link ExportForm#JSONL}: the newest checkpoint, and the log up to it from the entry behind
     * {@code after} on. There is none if the log has fewer entries.
     */
    public void writeLog(long after, String realmId, OutputStream out) throws SQLException, IOException {
        new LogExport(connections, tables, suspects, realmId).write(after, out);
    }

    /** Writes the whole document. {@link ExportForm#JSONL} always has the whole log, whatever the query is. */
    public void write(ExportForm form, EventQuery query, String realmId, OutputStream out)
            throws SQLException, IOException {
        switch (form) {
            case JSONL -> writeLog(0, realmId, out);
            case CSV -> filtered(query, realmId, new CsvDocument(), out);
            case FHIR -> filtered(query, realmId, new BundleDocument(Instant.now()), out);
        }
    }

    private void filtered(EventQuery query, String realmId, FilteredExport.Document document, OutputStream out)
            throws SQLException, IOException {
        new FilteredExport(connections, tables, suspects, realmId, typed -> appender.hashOf(realmId, typed))
                .write(query, document, out);
    }
}

package io.caregate.audit.read;

import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.read.FilteredExport.Document;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.foundation.http.DownloadSlots;
import io.micrometer.core.instrument.Metrics;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes what an {@link ExportRequest} asks for, on connections of its own, to a few readers at a time. */
final class Exports implements AutoCloseable {
    private final DownloadSlots slots = new DownloadSlots(Metrics.globalRegistry, "caregate.audit.exports", "export");
    private final Connections connections;
    private final Tables tables;
    private final EntryAppender appender;
    private final Suspects suspects;

    Exports(Connections connections, Tables tables, EntryAppender appender, Suspects suspects) {
        this.suspects = suspects;
        this.connections = connections;
        this.tables = tables;
        this.appender = appender;
    }

    /**
     * The document for the session's realm, written once the request's own transaction has ended; 429 while this node
     * sends as many as it may. Before it is promised, {@code promised} is done.
     */
    Response of(ExportRequest request, KeycloakSession session, Runnable promised) {
        Optional<DownloadSlots.Place> place = slots.take(session);
        if (place.isEmpty()) {
            return Responses.busy(slots.refusal());
        }
        promised.run();
        RealmModel realm = session.getContext().getRealm();
        String id = realm.getId();
        return Responses.stream(request.form().mediaType(), place.get().paced(out -> write(request, id, out)));
    }

    private void write(ExportRequest request, String id, OutputStream out) throws IOException {
        try {
            switch (request.form()) {
                case JSONL -> new Export(connections, tables, suspects, id).write(out);
                case CSV -> filtered(request, id, new CsvDocument(), out);
                case FHIR -> filtered(request, id, new BundleDocument(Instant.now()), out);
            }
        } catch (SQLException e) {
            throw new IOException("the audit log cannot be read", e);
        }
    }

    @Override
    public void close() {
        slots.close();
    }

    private void filtered(ExportRequest request, String realmId, Document document, OutputStream out)
            throws SQLException, IOException {
        new FilteredExport(connections, tables, suspects, realmId, typed -> appender.hashOf(realmId, typed))
                .write(request.filters(), document, out);
    }
}

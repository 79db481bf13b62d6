package io.caregate.audit.read;

import io.caregate.audit.read.FilteredExport.Document;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Journal;
import io.caregate.audit.record.Tables;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes what an {@link ExportRequest} asks for, on connections of its own. */
final class Exports {
    private final Connections connections;
    private final Tables tables;
    private final Journal journal;

    Exports(Connections connections, Tables tables, Journal journal) {
        this.connections = connections;
        this.tables = tables;
        this.journal = journal;
    }

    /** The document for the session's realm; written once the request's own transaction has ended. */
    StreamingOutput of(ExportRequest request, KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        String id = realm.getId();
        String name = realm.getName();
        return out -> {
            // Else it would keep its connection until the last byte is read.
            if (session.getTransactionManager().isActive()) {
                session.getTransactionManager().commit();
            }
            try {
                switch (request.form()) {
                    case JSONL -> new Export(connections, tables, id, name).write(out);
                    case CSV -> filtered(request, id, new CsvDocument(), out);
                    case FHIR -> filtered(request, id, new BundleDocument(Instant.now()), out);
                }
            } catch (SQLException e) {
                throw new IOException("the audit log cannot be read", e);
            }
        };
    }

    private void filtered(ExportRequest request, String realmId, Document document, OutputStream out)
            throws SQLException, IOException {
        new FilteredExport(connections, tables, realmId, typed -> journal.hashOf(realmId, typed))
                .write(request.filters(), document, out);
    }
}

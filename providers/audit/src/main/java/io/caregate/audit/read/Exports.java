package io.caregate.audit.read;

import io.caregate.audit.read.FilteredExport.Document;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Journal;
import io.caregate.audit.record.Tables;
import io.micrometer.core.instrument.Metrics;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes what an {@link ExportRequest} asks for, on connections of its own, to a few readers at a time. */
final class Exports implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Exports.class);

    private final ExportPlaces places = new ExportPlaces(Metrics.globalRegistry);
    private final Connections connections;
    private final Tables tables;
    private final Journal journal;

    Exports(Connections connections, Tables tables, Journal journal) {
        this.connections = connections;
        this.tables = tables;
        this.journal = journal;
    }

    /**
     * The document for the session's realm, written once the request's own transaction has ended; 429 while this node
     * sends as many as it may. Before it is promised, {@code promised} is done.
     */
    Response of(ExportRequest request, KeycloakSession session, Runnable promised) {
        Optional<ExportPlaces.Place> place = places.take();
        if (place.isEmpty()) {
            LOG.infof(
                    "an export is refused, others are on their way realm=%s most=%d",
                    session.getContext().getRealm().getName(), ExportPlaces.MOST);
            return Answers.busy("This node sends " + ExportPlaces.MOST + " exports already; try again in a while");
        }
        // Also if its body is never asked for, as with HEAD.
        session.enlistForClose(place.get());
        promised.run();
        return Answers.stream(request.form().mediaType(), document(request, session, place.get()));
    }

    private StreamingOutput document(ExportRequest request, KeycloakSession session, ExportPlaces.Place place) {
        RealmModel realm = session.getContext().getRealm();
        String id = realm.getId();
        String name = realm.getName();
        return out -> {
            // Else it would keep its connection until the last byte is read.
            if (session.getTransactionManager().isActive()) {
                session.getTransactionManager().commit();
            }
            try (place) {
                place.send(out, paced -> write(request, id, name, paced));
            } catch (PacedOutput.LostReader e) {
                LOG.infof("an export is broken off, %s realm=%s", e.getMessage(), name);
                // Ends the connection, since its head is written. Keycloak would log another exception as its own
                // fault.
                throw new ClientErrorException(Status.REQUEST_TIMEOUT, e);
            }
        };
    }

    private void write(ExportRequest request, String id, String name, OutputStream out) throws IOException {
        try {
            switch (request.form()) {
                case JSONL -> new Export(connections, tables, id, name).write(out);
                case CSV -> filtered(request, id, new CsvDocument(), out);
                case FHIR -> filtered(request, id, new BundleDocument(Instant.now()), out);
            }
        } catch (SQLException e) {
            throw new IOException("the audit log cannot be read", e);
        }
    }

    @Override
    public void close() {
        places.close();
    }

    private void filtered(ExportRequest request, String realmId, Document document, OutputStream out)
            throws SQLException, IOException {
        new FilteredExport(connections, tables, realmId, typed -> journal.hashOf(realmId, typed))
                .write(request.filters(), document, out);
    }
}

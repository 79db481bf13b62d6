package io.caregate.audit.read;

import io.caregate.audit.export.ExportForm;
import io.caregate.audit.export.ExportWriter;
import io.caregate.foundation.http.DownloadSlots;
import io.micrometer.core.instrument.Metrics;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Answers an {@link ExportRequest}, for a few readers at a time. */
final class Exports implements AutoCloseable {
    private final DownloadSlots slots = new DownloadSlots(Metrics.globalRegistry, "caregate.audit.exports", "export");
    private final ExportWriter writer;

    Exports(ExportWriter writer) {
        this.writer = writer;
    }

    /**
     * The document for the session's realm, written once the request's own transaction has ended. The answer is 429
     * while this node sends as many as it may. {@code promised} runs before the document is promised.
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

    private void write(ExportRequest request, String realmId, OutputStream out) throws IOException {
        try {
            if (request.form() == ExportForm.JSONL) {
                writer.writeLog(request.after(), realmId, out);
            } else {
                writer.write(request.form(), request.filters(), realmId, out);
            }
        } catch (SQLException e) {
            throw new IOException("the audit log cannot be read", e);
        }
    }

    @Override
    public void close() {
        slots.close();
    }
}

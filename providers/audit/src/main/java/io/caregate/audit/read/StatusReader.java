package io.caregate.audit.read;

import io.caregate.audit.log.AuditLog;
import io.caregate.audit.query.DamagedEntries;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reads the state of the log as one realm may see it, in the request's transaction. */
record StatusReader(KeycloakSession session, AuditLog log) {

    /** The state; it takes no parameters. */
    Response answer(RealmModel realm) throws BadParameterException {
        Parameters.of(session.getContext().getUri().getQueryParameters(), List.of());
        var damaged = new DamagedEntries(log.tables(), log.suspects(), realm.getId());
        return new RequestConnection(session).read(connection -> Responses.json(
                        Status.OK,
                        StatusAnswer.of(
                                log.status().read(connection),
                                log.signing(),
                                log.witnessed().isPresent()
                                        ? Optional.of(log.witnessed().get().status(connection))
                                        : Optional.empty(),
                                log.status().deadLetters(connection, realm.getId()),
                                damaged.count(connection),
                                log.appender().node()))
                .build());
    }
}

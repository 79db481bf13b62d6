package io.caregate.portal.registration;

import io.caregate.portal.client.ClientReader;
import io.caregate.portal.client.ClientType;
import io.caregate.portal.client.ClientView;
import io.caregate.portal.client.Draft;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.store.OwnedClient;
import io.caregate.portal.store.PortalStore;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** A client of a developer, with the row that says so. */
record RegisteredClient(KeycloakSession session, ClientModel model, OwnedClient row) {
    ClientReader reader() {
        return new ClientReader(session, model, ClientType.of(row.kind()).orElseThrow(() -> row.damaged("KIND")));
    }

    Draft draft() {
        return reader().draft();
    }

    ClientView view(PortalStore store) {
        return reader().view(row.createdAt(), store.pendingChange(model.getId()));
    }

    ClientState state(PortalStore store) {
        return new ClientState(view(store), etag());
    }

    /** RFC 9110 section 13.1.1: the state that the caller has seen must be the one that there is. */
    void requireState(String seen) {
        if (!seen.equals(etag())) {
            throw ProblemException.withStatus(
                    ProblemType.CLIENT_CHANGED, Response.Status.PRECONDITION_FAILED.getStatusCode());
        }
    }

    private String etag() {
        return "\"" + reader().tag() + "\"";
    }
}

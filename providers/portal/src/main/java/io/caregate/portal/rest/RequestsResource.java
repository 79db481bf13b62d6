package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.Requests;
import io.caregate.portal.store.OwnedClient;
import io.caregate.portal.store.StoredRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/** A developer's requests. */
public final class RequestsResource {
    private static final int MOST = 200;

    private final KeycloakSession session;
    private final Portal portal;
    private final RequestHandler handler;

    RequestsResource(KeycloakSession session, Portal portal, RequestHandler handler) {
        this.session = session;
        this.portal = portal;
        this.handler = handler;
    }

    @GET
    public Response list() {
        return handler.by(
                Roles.DEVELOPER,
                caller -> RequestHandler.json(200, requests(caller).own(MOST)).build());
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return handler.by(
                Roles.DEVELOPER,
                caller -> RequestHandler.json(200, requests(caller).own(id)).build());
    }

    @DELETE
    @Path("{id}")
    public Response withdraw(@PathParam("id") String id) {
        return handler.by(Roles.DEVELOPER, caller -> {
            requests(caller).withdraw(id);
            return RequestHandler.nothing();
        });
    }

    /** The secret of an accepted client: created now, shown once. */
    @POST
    @Path("{id}/secret")
    public Response collect(@PathParam("id") String id) {
        return handler.by(Roles.DEVELOPER, caller -> {
            Requests requests = requests(caller);
            StoredRequest request = requests.lockOwn(id);
            OwnedClient created = requests.lockCreated(request)
                    .filter(client -> request.isCreation())
                    .orElseThrow(() -> ProblemException.of(ProblemType.NO_SECRET));
            Registrar registrar = new Registrar(session, portal, caller);
            Registrar.Owned owned = registrar.owned(created.clientUuid(), false);
            if (!request.collect()) {
                throw ProblemException.of(
                        owned.reader().hasSecret() ? ProblemType.SECRET_COLLECTED : ProblemType.NO_SECRET);
            }
            String secret = registrar.writer().rotateSecret(owned.client(), owned.draft());
            return RequestHandler.json(200, ClientsResource.withSecret(owned.view(registrar.store()), secret))
                    .build();
        });
    }

    private Requests requests(Caller caller) {
        return new Requests(session, caller, portal.hosts(), portal.clock());
    }
}

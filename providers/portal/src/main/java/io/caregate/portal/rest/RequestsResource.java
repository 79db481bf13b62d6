package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.request.Requests;
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
                Roles.DEVELOPER, caller -> RequestHandler.ok(requests(caller).own(MOST)));
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return handler.by(
                Roles.DEVELOPER, caller -> RequestHandler.ok(requests(caller).own(id)));
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
        return handler.by(
                Roles.DEVELOPER,
                caller -> RequestHandler.ok(
                        portal.registration().clients(session, caller).collectSecret(id)));
    }

    private Requests requests(Caller caller) {
        return portal.registration().requests(session, caller);
    }
}

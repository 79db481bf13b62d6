package io.caregate.portal.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/** The portal's REST; {@code openapi.yaml} describes it, and a test compares the two. */
public final class ApiResource {
    private final KeycloakSession session;
    private final Portal portal;
    private final RequestHandler handler;

    ApiResource(KeycloakSession session, Portal portal, RequestHandler handler) {
        this.session = session;
        this.portal = portal;
        this.handler = handler;
    }

    /** The signed-in user. */
    @GET
    @Path("me")
    public Response me() {
        return handler.byAnyUser(caller -> RequestHandler.ok(
                portal.registration().caller(session, caller, handler.language().tag())));
    }

    @Path("clients")
    public ClientsResource clients() {
        return new ClientsResource(session, portal, handler);
    }

    @Path("requests")
    public RequestsResource requests() {
        return new RequestsResource(session, portal, handler);
    }

    @Path("approvals")
    public ApprovalsResource approvals() {
        return new ApprovalsResource(session, portal, handler);
    }
}

package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.client.ClientSpec;
import io.caregate.portal.registration.ClientRegistration;
import io.caregate.portal.registration.NewClient;
import io.caregate.portal.request.RequestView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** A developer's clients as a list, new ones, and the check of unfinished input. */
public final class ClientsResource {
    private final KeycloakSession session;
    private final Portal portal;
    private final RequestHandler handler;

    ClientsResource(KeycloakSession session, Portal portal, RequestHandler handler) {
        this.session = session;
        this.portal = portal;
        this.handler = handler;
    }

    /** All of the caller's own clients. */
    @GET
    public Response list() {
        return handler.by(
                Roles.DEVELOPER,
                caller -> RequestHandler.ok(Map.of("clients", clients(caller).list())));
    }

    /** A new client, or a request for one. */
    @POST
    public Response create(@Nullable InputStream body) {
        return handler.by(Roles.DEVELOPER, caller -> clients(caller)
                .register(() -> Bodies.read(session, body, ClientSpec.class))
                .map(this::created, this::requested));
    }

    private Response created(NewClient created) {
        return RequestHandler.json(201, created)
                .header(
                        HttpHeaders.LOCATION,
                        uri().getAbsolutePathBuilder()
                                .path(created.client().id())
                                .build())
                .build();
    }

    private Response requested(RequestView requested) {
        return RequestHandler.json(202, requested)
                .header(HttpHeaders.LOCATION, collection().resolve("requests/" + requested.id()))
                .build();
    }

    /** The reasons for a refusal. */
    @POST
    @Path("check")
    public Response check(@QueryParam("only") @Nullable String only, @Nullable InputStream body) {
        return handler.by(
                Roles.DEVELOPER,
                caller -> handler.checked(
                        clients(caller).check(() -> Bodies.read(session, body, ClientSpec.class)), only));
    }

    /** One of the caller's own clients. */
    @Path("{id}")
    public ClientResource client(@PathParam("id") String id) {
        return new ClientResource(session, portal, handler, id);
    }

    private ClientRegistration clients(Caller caller) {
        return portal.registration().clients(session, caller);
    }

    /** This address, without the slash at the end that it may have been asked by. */
    private URI collection() {
        return URI.create(uri().getAbsolutePath().toString().replaceFirst("/$", ""));
    }

    private UriInfo uri() {
        return session.getContext().getUri();
    }
}

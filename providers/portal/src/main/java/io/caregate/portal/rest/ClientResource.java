package io.caregate.portal.rest;

import io.caregate.portal.access.Roles;
import io.caregate.portal.client.ClientChange;
import io.caregate.portal.key.KeySource;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.registration.ClientManagement;
import io.caregate.portal.registration.ClientState;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** One client, for the developer who owns it; for everyone else it does not exist. */
public final class ClientResource {
    private final KeycloakSession session;
    private final Portal portal;
    private final RequestHandler handler;
    private final String id;

    ClientResource(KeycloakSession session, Portal portal, RequestHandler handler, String id) {
        this.session = session;
        this.portal = portal;
        this.handler = handler;
        this.id = id;
    }

    @GET
    public Response get() {
        return byOwner(client -> answer(client.state()));
    }

    /** Changes it, or requests the change if it permits more. */
    @PUT
    public Response change(@Nullable InputStream body) {
        return byOwner(client -> client.change(() -> Bodies.read(session, body, ClientChange.class), this::condition)
                .map(ClientResource::answer, requested -> RequestHandler.json(202, requested)
                        .build()));
    }

    @DELETE
    public Response delete() {
        return byOwner(client -> {
            client.delete();
            return RequestHandler.nothing();
        });
    }

    /** The reasons for which a change would be refused. */
    @POST
    @Path("check")
    public Response check(@QueryParam("only") @Nullable String only, @Nullable InputStream body) {
        return byOwner(
                client -> handler.checked(client.check(() -> Bodies.read(session, body, ClientChange.class)), only));
    }

    /** Its errors of the last 7 days. */
    @GET
    @Path("errors")
    public Response errors() {
        return byOwner(client -> RequestHandler.ok(client.errors()));
    }

    /** A new secret, shown once. */
    @POST
    @Path("secret")
    public Response rotateSecret() {
        return byOwner(client -> RequestHandler.ok(client.rotateSecret()));
    }

    /** Replaces the keys. */
    @PUT
    @Path("keys")
    public Response replaceKeys(@Nullable InputStream body) {
        return byOwner(client -> answer(client.replaceKeys(() -> Bodies.read(session, body, KeySource.class))));
    }

    private Response byOwner(Function<ClientManagement, Response> call) {
        return handler.by(
                Roles.DEVELOPER,
                caller -> call.apply(
                        portal.registration().clients(session, caller).client(id)));
    }

    /** RFC 9110 section 13.1.1, and RFC 6585 section 3 if it is missing. */
    private String condition() {
        String condition =
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.IF_MATCH);
        if (condition == null) {
            throw ProblemException.of(ProblemType.CONDITION_MISSING);
        }
        return condition;
    }

    private static Response answer(ClientState state) {
        return RequestHandler.json(200, state.client())
                .header(HttpHeaders.ETAG, state.etag())
                .build();
    }
}

package io.caregate.portal.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.Requests;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** Developers' requests, for the approvers. */
public final class ApprovalsResource {
    private static final int MOST_FIRST = 1_000_000;
    private static final int MOST_MAX = 100;

    private final KeycloakSession session;
    private final Portal portal;
    private final RequestHandler handler;

    ApprovalsResource(KeycloakSession session, Portal portal, RequestHandler handler) {
        this.session = session;
        this.portal = portal;
        this.handler = handler;
    }

    @GET
    public Response list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        return handler.by(
                Roles.APPROVER,
                caller -> RequestHandler.ok(
                        requests(caller).all(state, number(first, 0, 0, MOST_FIRST), number(max, 50, 1, MOST_MAX))));
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return handler.by(
                Roles.APPROVER, caller -> RequestHandler.ok(requests(caller).any(id)));
    }

    @POST
    @Path("{id}/accept")
    public Response accept(@PathParam("id") String id, @Nullable InputStream body) {
        return handler.by(
                Roles.APPROVER,
                caller -> RequestHandler.ok(
                        requests(caller).accept(id, () -> Bodies.readOptional(session, body, Accept.class)
                                .map(Accept::given)
                                .orElse(List.of()))));
    }

    @POST
    @Path("{id}/decline")
    public Response decline(@PathParam("id") String id, @Nullable InputStream body) {
        return handler.by(
                Roles.APPROVER,
                caller -> RequestHandler.ok(requests(caller).decline(id, () -> Bodies.read(session, body, Decline.class)
                        .reason())));
    }

    private Requests requests(Caller caller) {
        return portal.registration().requests(session, caller);
    }

    private static int number(@Nullable String text, int unset, int least, int most) {
        if (text == null) {
            return unset;
        }
        int number = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw ProblemException.of(ProblemType.MALFORMED);
        }
        return number;
    }

    /** The roles that the approver gives; absent if they give none. */
    record Accept(@JsonProperty("roles") @Nullable List<@Nullable String> roles) {
        List<String> given() {
            if (roles == null) {
                return List.of();
            }
            if (roles.contains(null)) {
                throw ProblemException.of(ProblemType.MALFORMED);
            }
            return roles.stream().map(String::valueOf).distinct().toList();
        }
    }

    /** The reason for declining. */
    record Decline(@JsonProperty("reason") @Nullable String reason) {}
}

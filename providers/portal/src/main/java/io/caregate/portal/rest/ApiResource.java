package io.caregate.portal.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.caregate.portal.account.SignInReport;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
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

    /** The signed-in user says that a sign-in to their account was not theirs. */
    @POST
    @Path("sign-in-reports")
    public Response reportSignIn(@Nullable InputStream body) {
        return handler.byAnyUser(caller -> {
            if (!caller.isPerson()) {
                throw ProblemException.of(ProblemType.FOREIGN_TOKEN);
            }
            Long entry = Bodies.readOptional(session, body, Report.class)
                    .map(Report::number)
                    .orElse(null);
            return RequestHandler.ok(new SignInReport(session, caller).report(entry));
        });
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

    /** The number of the log's entry for the sign-in; absent if the user names none. */
    record Report(@JsonProperty("entry") @Nullable Long entry) {
        @Nullable
        Long number() {
            if (entry != null && entry < 1) {
                throw ProblemException.of(ProblemType.MALFORMED);
            }
            return entry;
        }
    }
}

package io.caregate.portal.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.foundation.http.BearerChallenge;
import io.caregate.foundation.http.RouteTable;
import io.caregate.foundation.log.ServerLog;
import io.caregate.portal.access.AccessGuard;
import io.caregate.portal.access.Caller;
import io.caregate.portal.portalclient.PortalClient;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.Language;
import io.caregate.portal.problem.ProblemBody;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;

/** Runs a call and answers it: every refusal or failure becomes a problem (RFC 9457), and nothing of it is stored. */
final class RequestHandler {
    private static final ServerLog LOG = ServerLog.of(RequestHandler.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final MediaType PROBLEM = new MediaType("application", "problem+json");
    private static final int REFERENCE = 10;

    private final KeycloakSession session;

    RequestHandler(KeycloakSession session) {
        this.session = session;
    }

    /** A call by a user who holds the role now. */
    Response by(String role, Function<Caller, Response> call) {
        return byAnyUser(caller -> call.apply(caller.require(role)));
    }

    /** A call by any user of the realm. */
    Response byAnyUser(Function<Caller, Response> call) {
        try {
            return call.apply(new AccessGuard(session, PortalClient.CLIENT_ID).caller());
        } catch (ProblemException problem) {
            return problem(problem, null);
        } catch (RuntimeException failed) {
            if (isOvertaken(failed)) {
                return problem(ProblemException.of(ProblemType.CONFLICT), null);
            }
            String reference = SecretGenerator.getInstance().randomString(REFERENCE);
            LOG.errorf(
                    failed,
                    "portal call failed realm=%s reference=%s",
                    session.getContext().getRealm().getName(),
                    reference);
            return problem(ProblemException.of(ProblemType.SERVER_ERROR), reference);
        }
    }

    /** Whether the database has chosen this transaction to end a deadlock (class 40 of SQLSTATE). */
    private static boolean isOvertaken(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("40")) {
                return true;
            }
        }
        return false;
    }

    /** Refuses an address that REST does not have, or that does not accept this method. */
    void requireAddress(RouteTable known, String base) {
        known.require(
                session,
                base,
                () -> problem(ProblemException.of(ProblemType.NOT_FOUND), null),
                () -> problem(ProblemException.of(ProblemType.METHOD_NOT_ALLOWED), null));
    }

    /** The reader's language. */
    Language language() {
        return Language.accepted(
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    }

    static Response ok(Object body) {
        return json(200, body).build();
    }

    static ResponseBuilder json(int status, Object body) {
        return of(status, MediaType.APPLICATION_JSON_TYPE).entity(text(body));
    }

    /** The result of a check, with all errors or only those of some fields. */
    Response checked(List<FieldError> errors, @Nullable String only) {
        return ok(CheckResult.of(errors, only, language()));
    }

    static Response nothing() {
        return Response.noContent()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Response problem(ProblemException problem, @Nullable String reference) {
        session.getTransactionManager().setRollbackOnly();
        Language language = language();
        ResponseBuilder response = of(problem.status(), PROBLEM)
                .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .entity(text(ProblemBody.of(problem, language, PortalClient.url(session) + "problems", reference)));
        if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            String realm = session.getContext().getRealm().getName();
            response.header(
                    HttpHeaders.WWW_AUTHENTICATE,
                    problem.type() == ProblemType.TOKEN_INVALID
                            ? BearerChallenge.tokenInvalid(realm, null)
                            : BearerChallenge.tokenMissing(realm));
        }
        Duration retryAfter = problem.retryAfter();
        return retryAfter == null
                ? response.build()
                : response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds() + 1)
                        .build();
    }

    private static ResponseBuilder of(int status, MediaType type) {
        return Response.status(status)
                .type(type)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff");
    }

    /** An answer of the portal's own, in JSON. */
    static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an own answer has no JSON form", impossible);
        }
    }
}

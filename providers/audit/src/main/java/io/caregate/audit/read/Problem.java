package io.caregate.audit.read;

import io.caregate.foundation.http.BearerChallenge;
import io.caregate.foundation.problem.ProblemDocument;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * The reason for refusing a request, as problem details (RFC 9457). The codes are part of the API, and are the portal's
 * where both have one. The texts are English. A problem with a token also has the challenge of RFC 6750, section 3.
 */
enum Problem {
    /** No token at all: a challenge without an error code (RFC 6750, section 3.1). */
    TOKEN_MISSING(Status.UNAUTHORIZED, "There is no token", "Send an access token of this realm."),
    TOKEN_INVALID(
            Status.UNAUTHORIZED, "The token does not count", "Send an access token that is valid in this realm now."),
    TLS_REQUIRED(Status.FORBIDDEN, "HTTPS is needed", "Use an address that begins with https://."),
    ROLE_MISSING(
            Status.FORBIDDEN,
            "This is for auditors",
            "The realm role auditor is needed, and a client that may use it."),
    FOREIGN_TOKEN(
            Status.FORBIDDEN,
            "This token is for something else",
            "Sign in to the portal: what the log has about an account is only for its user there."),
    MALFORMED(Status.BAD_REQUEST, "The request cannot be understood", "Send what docs/audit-format.md describes."),
    NOT_FOUND(Status.NOT_FOUND, "Not found", "There is no such address."),
    METHOD_NOT_ALLOWED(
            Status.METHOD_NOT_ALLOWED, "This is not done here", "Use one of the methods that the header Allow names."),
    TOO_MANY(Status.TOO_MANY_REQUESTS, "Too many at the same time", "Try again in a while."),
    LOG_DAMAGED(
            Status.INTERNAL_SERVER_ERROR,
            "The stored tree is damaged",
            "Verify an export against checkpoints that were kept elsewhere."),
    TREE_DAMAGED(
            Status.SERVICE_UNAVAILABLE,
            "The stored tree is damaged",
            "What is stored contradicts the newest checkpoint, so it is not served. Verify an export against"
                    + " checkpoints that were kept elsewhere."),
    SERVER_ERROR(
            Status.INTERNAL_SERVER_ERROR,
            "Something went wrong",
            "Try again. If it happens again, tell an administrator the reference.");

    private static final MediaType PROBLEM = new MediaType("application", "problem+json");

    private final Status status;
    private final String title;
    private final String detail;

    Problem(Status status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    /** The stable name, in kebab-case. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The answer to a caller of this realm. */
    ResponseBuilder answer(RealmModel realm) {
        ResponseBuilder response = answer(detail, null);
        if (status == Status.UNAUTHORIZED) {
            response.header(
                    HttpHeaders.WWW_AUTHENTICATE,
                    this == TOKEN_INVALID
                            ? BearerChallenge.tokenInvalid(realm.getName(), detail)
                            : BearerChallenge.tokenMissing(realm.getName()));
        }
        return response;
    }

    /**
     * The answer with the details of this case, and with a reference to the cause in the server's log if there is one.
     */
    ResponseBuilder answer(String what, @Nullable String reference) {
        return Responses.json(status, PROBLEM, body(what, reference)).header(HttpHeaders.CONTENT_LANGUAGE, "en");
    }

    Map<String, Object> body(String what, @Nullable String reference) {
        return ProblemDocument.of(
                "urn:caregate:audit:problem:" + code(), title, status.getStatusCode(), what, code(), reference);
    }

    /** The usual text. */
    String detail() {
        return detail;
    }
}

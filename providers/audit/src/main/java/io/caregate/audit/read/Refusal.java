package io.caregate.audit.read;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import org.keycloak.models.RealmModel;

/** Why a request is not answered, as OAuth puts it: RFC 6750, section 3. */
enum Refusal {
    /** No token at all: a challenge without an error code (RFC 6750, section 3.1). */
    NO_TOKEN(Status.UNAUTHORIZED, "unauthorized", "An access token of this realm is needed", ""),
    BAD_TOKEN(
            Status.UNAUTHORIZED,
            "invalid_token",
            "The access token is not valid in this realm",
            ", error=\"invalid_token\", error_description=\"The access token is not valid in this realm\""),
    NO_AUDITOR(Status.FORBIDDEN, "access_denied", "The realm role auditor is needed", ""),
    NO_TLS(Status.FORBIDDEN, "access_denied", "HTTPS is needed", "");

    private final Status status;
    private final String error;
    private final String description;
    private final String challenge;

    Refusal(Status status, String error, String description, String challenge) {
        this.status = status;
        this.error = error;
        this.description = description;
        this.challenge = challenge;
    }

    Response response(RealmModel realm) {
        Response.ResponseBuilder response =
                Answers.json(status, Map.of("error", error, "error_description", description));
        if (status == Status.UNAUTHORIZED) {
            String name = realm.getName().replaceAll("[^A-Za-z0-9 ._~-]", "_");
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"" + name + "\"" + challenge);
        }
        return response.build();
    }
}

package io.caregate.policy.refusal;

import io.caregate.foundation.http.DownloadSlots;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.cors.Cors;

/** The answers to programs about refusals; people get the pages of {@link PageText}. */
public final class RefusalAnswers {

    /** The member of an OAuth error with a page about it (RFC 6749 section 5.2). */
    public static final String ERROR_URI = "error_uri";

    private static final int RETRY_SECONDS = 30;

    private RefusalAnswers() {}

    /**
     * An error of the Admin API or of client registration (RFC 7591 section 3.2.2). The Admin Console shows the
     * description, {@code kcadm.sh} the field {@code errorMessage}.
     */
    public static Response json(Response.Status status, String error, String text) {
        return json(status, error, text, Map.of());
    }

    private static Response json(Response.Status status, String error, String text, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", text);
        body.put("errorMessage", text);
        body.putAll(more);
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }

    /** A 429 (RFC 6585 section 4), while a node sends as many documents as it may. */
    public static Response busy(DownloadSlots slots) {
        return Response.fromResponse(json(Response.Status.TOO_MANY_REQUESTS, "too_many_requests", slots.refusal()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    /** The same as a 400 to be thrown. */
    public static ErrorResponseException badRequest(String error, String text) {
        return badRequest(error, text, Map.of());
    }

    /** The same for a refusal, with the page that explains its rule. */
    public static ErrorResponseException badRequest(KeycloakSession session, Refusal refusal) {
        return badRequest(refusal.error(), refusal.description(), Map.of(ERROR_URI, explanation(session, refusal)));
    }

    /** The same with more fields, for programs. */
    public static ErrorResponseException badRequest(String error, String text, Map<String, ?> more) {
        return new ErrorResponseException(json(Response.Status.BAD_REQUEST, error, text, more));
    }

    /** An OAuth error (RFC 6749 section 5.2), 400, which a script of the client's own origins may read. */
    public static CorsErrorResponseException oauth(KeycloakSession session, ClientModel client, Refusal refusal) {
        return oauth(session, client, refusal.error(), refusal);
    }

    /** The same with an error code other than that of the event. */
    public static CorsErrorResponseException oauth(
            KeycloakSession session, ClientModel client, String error, Refusal refusal) {
        return new ExplainedError(
                Cors.builder().auth().allowedMethods("POST").checkAllowedOrigins(session, client),
                error,
                refusal.description(),
                explanation(session, refusal));
    }

    /** The page that explains the first rule of a refusal: the {@code error_uri} of an OAuth error. */
    public static String explanation(KeycloakSession session, Refusal refusal) {
        return RulePage.address(
                session,
                session.getContext().getRealm(),
                refusal.rules().stream().sorted().findFirst().orElseThrow());
    }

    /** Keycloak's error with an {@code error_uri}. */
    private static final class ExplainedError extends CorsErrorResponseException {
        private static final long serialVersionUID = 1L;

        private final String errorUri;

        ExplainedError(Cors cors, String error, String description, String errorUri) {
            super(cors, error, description, Response.Status.BAD_REQUEST);
            this.errorUri = errorUri;
        }

        @Override
        public Response getResponse() {
            Map<String, String> body = new LinkedHashMap<>();
            body.put(OAuth2Constants.ERROR, getMessage());
            body.put(OAuth2Constants.ERROR_DESCRIPTION, getErrorDescription());
            body.put(ERROR_URI, errorUri);
            return Response.fromResponse(super.getResponse()).entity(body).build();
        }
    }
}

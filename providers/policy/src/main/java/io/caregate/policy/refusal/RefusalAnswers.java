package io.caregate.policy.refusal;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.cors.Cors;

/** The answers that programs get to what is refused; people get the pages of {@link PageText}. */
public final class RefusalAnswers {
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

    /** The same as a 400 to be thrown. */
    public static ErrorResponseException badRequest(String error, String text) {
        return badRequest(error, text, Map.of());
    }

    /** The same with more fields, for programs. */
    public static ErrorResponseException badRequest(String error, String text, Map<String, ?> more) {
        return new ErrorResponseException(json(Response.Status.BAD_REQUEST, error, text, more));
    }

    /** An OAuth error (RFC 6749 section 5.2), 400, which a script of the client's own origins may read. */
    public static CorsErrorResponseException oauth(
            KeycloakSession session, ClientModel client, String error, String description) {
        return new CorsErrorResponseException(
                Cors.builder().auth().allowedMethods("POST").checkAllowedOrigins(session, client),
                error,
                description,
                Response.Status.BAD_REQUEST);
    }
}

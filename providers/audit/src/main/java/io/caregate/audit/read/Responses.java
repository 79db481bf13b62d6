package io.caregate.audit.read;

import io.caregate.foundation.digest.Sha256;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/** Responses with their headers; none may be cached. */
final class Responses {
    /** Exports of a long log take minutes. */
    private static final int RETRY_SECONDS = 30;

    private Responses() {}

    static Response.ResponseBuilder json(Status status, Object body) {
        return json(status, MediaType.APPLICATION_JSON_TYPE, body);
    }

    static Response.ResponseBuilder json(Status status, MediaType type, Object body) {
        try {
            return of(status, type).entity(JsonSerialization.writeValueAsString(body));
        } catch (IOException e) {
            throw new IllegalStateException("an own answer has no JSON form", e);
        }
    }

    static Response text(String body) {
        return of(Status.OK, MediaType.TEXT_PLAIN_TYPE).entity(body).build();
    }

    /**
     * The answer to a request for something that caches may keep, or 304 if the reader already has it (RFC 9110,
     * section 13.1.2).
     *
     * @param control the value of {@code Cache-Control}
     * @param known the value of the request's {@code If-None-Match}
     */
    static Response cacheable(MediaType type, byte[] body, String control, @Nullable String known) {
        String tag = "\""
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.digest().digest(body)) + "\"";
        boolean has = known != null && (known.strip().equals("*") || known.contains(tag));
        Response.ResponseBuilder response = has
                ? Response.status(Status.NOT_MODIFIED)
                : Response.ok(body, type).header("X-Content-Type-Options", "nosniff");
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, control)
                .build();
    }

    /** A document that is written while it is sent. */
    static Response stream(String mediaType, StreamingOutput body) {
        return of(Status.OK, MediaType.valueOf(mediaType)).entity(body).build();
    }

    static Response notFound(String what) {
        return Problem.NOT_FOUND.answer(what, null).build();
    }

    /** RFC 6585 section 4. */
    static Response busy(String what) {
        return Problem.TOO_MANY
                .answer(what, null)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    private static Response.ResponseBuilder of(Status status, MediaType type) {
        return Response.status(status)
                .type(type.withCharset("utf-8"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff");
    }
}

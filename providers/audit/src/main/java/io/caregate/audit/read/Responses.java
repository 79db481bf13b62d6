package io.caregate.audit.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.format.Format;
import io.caregate.auditlog.entry.SealedEntry;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.keycloak.util.JsonSerialization;

/** What goes over the wire: JSON that nobody may cache. */
final class Responses {
    private static final List<String> ALWAYS =
            List.of("id", "seq", "time", "type", "error", "realm", "client", "user", "ip", "details");

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

    /** A page; what is damaged is added to it by {@link DamagedEntries}. */
    static ObjectNode page(EventPage page) {
        ObjectNode body = JsonSerialization.createObjectNode();
        ArrayNode events = body.putArray("events");
        page.intact().forEach(found -> events.add(event(found)));
        body.put("next", page.next().map(Cursor::toString).orElse(null));
        if (page.interrupted()) {
            body.put("searchedTo", page.searchedTo().map(Instant::toString).orElse(null));
        }
        return body;
    }

    /** The payload with its number; the keys that everybody looks for are there even when they have no value. */
    static ObjectNode event(EventPage.Found found) {
        try {
            // The format makes an entry of a row that is none too: what somebody wrote into the table is shown, not
            // hidden.
            String text = Format.JSON.render(
                    new SealedEntry(Objects.requireNonNullElse(found.seq(), 0L), found.id(), "", found.payload()));
            ObjectNode event = JsonSerialization.createObjectNode();
            ALWAYS.forEach(event::putNull);
            JsonNode payload = JsonSerialization.readValue(text, JsonNode.class);
            payload.properties().forEach(member -> event.set(member.getKey(), member.getValue()));
            event.put("seq", found.seq());
            return event;
        } catch (IOException e) {
            throw new IllegalStateException("entry " + found.id() + " has no JSON form", e);
        }
    }
}

package io.caregate.it.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;

/**
 * The answer of a server.
 *
 * @param request method and address, for failure messages
 */
public record Answer(String request, int status, HttpHeaders headers, String body) {

    /** The body as JSON. A missing node, never null, if it is not JSON. */
    public JsonNode json() {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : Http.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A string in the JSON body; empty if it is absent. */
    public String text(String field) {
        return json().path(field).asText("");
    }

    /** The OAuth error code; empty if there is none. */
    public String error() {
        return text("error");
    }

    public String errorDescription() {
        return text("error_description");
    }

    public String accessToken() {
        return text("access_token");
    }

    public String refreshToken() {
        return text("refresh_token");
    }

    /** A response header; empty if it is absent. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** For the steps that lead to the subject of a test: returns this answer if it has the status. */
    public Answer expect(int expected) {
        if (status != expected) {
            throw new AssertionError(request + " answered " + status + ", not " + expected + ": " + body);
        }
        return this;
    }
}

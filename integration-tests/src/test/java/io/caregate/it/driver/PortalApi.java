package io.caregate.it.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The portal of one realm, as one caller sees it. Each answer of its REST API is checked against the OpenAPI file. */
public final class PortalApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final URI portal;
    private final @Nullable String token;

    /** Takes the realm's address, and the caller's token, if any. */
    public PortalApi(URI issuer, @Nullable String token) {
        this.portal = URI.create(issuer + "/caregate/portal");
        this.token = token;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, @Nullable Object body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer put(String path, @Nullable Object body, String... headers) {
        return send("PUT", path, body, headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Changes a client in its current state. */
    public Answer change(String id, Map<String, ?> body) {
        String tag = get("/api/clients/" + id).expect(200).header("ETag");
        return put("/api/clients/" + id, body, "If-Match", tag);
    }

    /** Any request. A body that is a string is sent as it is. */
    public Answer send(String method, String path, @Nullable Object body, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(portal + path))
                    .timeout(Duration.ofSeconds(60))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(text(body)));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            if (body != null && !String.join(" ", headers).contains("Content-Type")) {
                request.header("Content-Type", "application/json");
            }
            var sent = HTTP.send(request.build(), BodyHandlers.ofString());
            Answer answer = new Answer(method + " " + path, sent.statusCode(), sent.headers(), sent.body());
            if (path.startsWith("/api/")) {
                OpenApi.FILE.check(method, path, answer);
            }
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static String text(Object body) throws JsonProcessingException {
        return body instanceof String text ? text : JSON.writeValueAsString(body);
    }
}

package io.caregate.sampleapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The unchanged API, on a free port. */
final class RunningApi implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String url;

    RunningApi(String issuer) {
        context = SpringApplication.run(
                SampleApi.class,
                "--server.port=0",
                "--caregate.api.issuer=" + issuer,
                "--caregate.api.cors.origins=https://spa.example.com");
        url = "http://127.0.0.1:"
                + Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
    }

    /** A GET with headers, alternating names and values. */
    HttpResponse<String> get(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<String> withToken(String path, String token) {
        return get(path, "Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(String method, String path, String token) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString("{\"resourceType\":\"Patient\"}")));
    }

    /** A body of a type; chunked, which means without its length, or not. */
    HttpResponse<String> send(String method, String path, String token, String type, String body, boolean chunked) {
        var publisher = chunked
                ? HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", type)
                .method(method, publisher);
        return send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}

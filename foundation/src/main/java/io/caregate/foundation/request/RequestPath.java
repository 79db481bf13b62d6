package io.caregate.foundation.request;

import org.keycloak.http.HttpRequest;

/** The path of a request, as it was sent. */
public final class RequestPath {

    private RequestPath() {}

    /**
     * The path without the query. Of an address that is no URI (RFC 3986), such as one with a raw {@code |} in its
     * query, it is the decoded path, which JAX-RS matches. Keycloak's server answers these with 400 itself.
     *
     * @throws RuntimeException if the current thread serves no request
     */
    public static String of(HttpRequest request) {
        try {
            String path = request.getUri().getRequestUri().getRawPath();
            return path == null ? "" : path;
        } catch (RuntimeException noUri) {
            return request.getUri().getPath();
        }
    }
}

package io.caregate.portal.webapp;

import io.caregate.foundation.digest.Sha256;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The responses of the web app, with every header set here: the realm's own headers are for other kinds of pages, a
 * realm admin can weaken them, and the strictest suitable policy is known.
 */
public final class AppResponses {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none';"
                    + " base-uri 'none';"
                    + " form-action 'none'";
    private static final String PAGE_POLICY =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String HTML = "text/html;charset=utf-8";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String REVALIDATE = "no-cache";
    private static final int TAG = 32;

    private final KeycloakSession session;
    private final AppFiles files;

    public AppResponses(KeycloakSession session, AppFiles files) {
        this.session = session;
        this.files = files;
    }

    /** The app's page, for its own address and for each of its routes. */
    public Response index(String portalPath) {
        return files.index(portalPath)
                .map(page -> tagged(page, HTML, POLICY))
                .orElseGet(() -> page(
                        Status.NOT_FOUND,
                        "The portal's web app is not installed: caregate-themes.jar is missing in providers/."));
    }

    /** A file of the app; its name contains a hash of its content, so it never changes. */
    public Response asset(String path) {
        String accepted = request(HttpHeaders.ACCEPT_ENCODING);
        return files.asset(path, accepted.contains("gzip"))
                .map(file -> {
                    ResponseBuilder response = of(Status.OK, file.type(), PAGE_POLICY)
                            .entity(file.bytes())
                            .header(HttpHeaders.CACHE_CONTROL, FOREVER)
                            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
                    return file.packed()
                            ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                                    .build()
                            : response.build();
                })
                .orElseGet(() -> page(Status.NOT_FOUND, "Not found."));
    }

    /** A text that may change at the next start. */
    public Response text(String text, String type) {
        return tagged(text, type, PAGE_POLICY);
    }

    /** A page in one language. */
    public Response html(String html, String language) {
        return of(Status.OK, HTML, PAGE_POLICY)
                .header(HttpHeaders.CONTENT_LANGUAGE, language)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
                .entity(html)
                .build();
    }

    public Response notFound() {
        return page(Status.NOT_FOUND, "Not found.");
    }

    /** The address without its last slash is not a second one. */
    public Response redirect(URI target) {
        return of(Status.FOUND, "text/plain", PAGE_POLICY).location(target).build();
    }

    private Response page(Status status, String text) {
        return of(status, "text/plain;charset=utf-8", PAGE_POLICY)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(text)
                .build();
    }

    private Response tagged(String text, String type, String policy) {
        String tag = "\"" + Sha256.hex(text).substring(0, TAG) + "\"";
        boolean known = request(HttpHeaders.IF_NONE_MATCH).contains(tag);
        ResponseBuilder response = of(known ? Status.NOT_MODIFIED : Status.OK, type, policy)
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, REVALIDATE);
        return known ? response.build() : response.entity(text).build();
    }

    private ResponseBuilder of(Status status, String type, String policy) {
        SecurityHeadersProvider keycloaks = session.getProvider(SecurityHeadersProvider.class);
        keycloaks.options().skipHeaders();
        ResponseBuilder response = Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        String transport =
                session.getContext().getRealm().getBrowserSecurityHeaders().get("strictTransportSecurity");
        boolean tls = "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        return tls && transport != null && !transport.isBlank()
                ? response.header("Strict-Transport-Security", transport)
                : response;
    }

    private String request(String header) {
        @Nullable
        String value = session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(header);
        return value == null ? "" : value.toLowerCase(Locale.ROOT);
    }
}

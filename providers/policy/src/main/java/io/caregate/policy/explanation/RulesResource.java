package io.caregate.policy.explanation;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;

/**
 * {@code GET /realms/{realm}/caregate/rules}: the page to which refusals refer, for everyone and in every realm. The
 * language is the first of {@code Accept-Language} (RFC 9110 section 12.5.4) that is available, otherwise English.
 */
public final class RulesResource {

    private static final String HOUR = "public, max-age=3600";

    private final KeycloakSession session;

    /** The page for this request. */
    public RulesResource(KeycloakSession session) {
        this.session = session;
    }

    /** The page. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response rules(@Context HttpHeaders headers) {
        RulesPage page = RulesPage.in(headers.getAcceptableLanguages());
        // Keycloak's own would replace the page's policy with a weaker one.
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        return Response.ok(page.html(), MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .language(page.language())
                .header(HttpHeaders.CACHE_CONTROL, HOUR)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .header("Content-Security-Policy", RulesPage.CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("X-Robots-Tag", "none")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }
}

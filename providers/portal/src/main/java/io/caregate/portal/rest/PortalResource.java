package io.caregate.portal.rest;

import io.caregate.foundation.http.RouteTable;
import io.caregate.foundation.request.RequestPath;
import io.caregate.portal.portalclient.PortalClient;
import io.caregate.portal.problem.Language;
import io.caregate.portal.problem.ProblemPage;
import io.caregate.portal.webapp.AppConfig;
import io.caregate.portal.webapp.AppResponses;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.keycloak.models.KeycloakSession;

/** The resources below {@code caregate/portal}: the web app, the data that it needs first, and its REST. */
public final class PortalResource {
    private static final RouteTable REST = RouteTable.below(ApiResource.class);

    private final KeycloakSession session;
    private final Portal portal;
    private final AppResponses responses;
    private final RequestHandler handler;

    PortalResource(KeycloakSession session, Portal portal) {
        this.session = session;
        this.portal = portal;
        this.responses = new AppResponses(session, portal.files());
        this.handler = new RequestHandler(session);
    }

    /** The web app. */
    @GET
    public Response app() {
        boolean slash = RequestPath.of(session.getContext().getHttpRequest()).endsWith("/");
        return slash ? index() : responses.redirect(URI.create(PortalClient.url(session)));
    }

    /** Everything that the app cannot know by itself. */
    @GET
    @Path("config.json")
    public Response config() {
        return responses.text(
                RequestHandler.text(AppConfig.of(session, portal.registration().options())), "application/json");
    }

    /** The index of this address. */
    @GET
    @Path("openapi.yaml")
    public Response openapi() {
        try (InputStream file = PortalResource.class.getResourceAsStream("/caregate-portal/openapi.yaml")) {
            return file == null
                    ? responses.notFound()
                    : responses.text(new String(file.readAllBytes(), StandardCharsets.UTF_8), "application/yaml");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The target of the types of problems. */
    @GET
    @Path("problems")
    public Response problems() {
        Language language = handler.language();
        return responses.html(ProblemPage.in(language), language.tag());
    }

    /** A file of the app. */
    @GET
    @Path("assets/{path: .+}")
    public Response asset(@PathParam("path") String path) {
        return responses.asset(path);
    }

    /** REST. An address that it does not have is also a problem. */
    @Path("api")
    public ApiResource api() {
        handler.requireAddress(REST, "/caregate/portal/api");
        return new ApiResource(session, portal, handler);
    }

    /** A route of the app, which the app parses itself. */
    @GET
    @Path("{route: .+}")
    public Response route(@PathParam("route") String route) {
        boolean servers = route.equals("api") || route.startsWith("api/") || route.startsWith("assets/");
        boolean file = route.substring(route.lastIndexOf('/') + 1).contains(".");
        return servers || file ? responses.notFound() : index();
    }

    private Response index() {
        URI address = URI.create(PortalClient.url(session));
        return responses.index(address.getRawPath());
    }
}

package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.client.ScopeChoice;
import io.caregate.portal.option.PortalOptions;
import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.request.UserNames;
import io.caregate.portal.store.PortalStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.common.Profile;
import org.keycloak.models.KeycloakSession;

/** The portal's REST; {@code openapi.yaml} describes it, and a test compares the two. */
public final class ApiResource {
    private final KeycloakSession session;
    private final Portal portal;
    private final RequestHandler handler;

    ApiResource(KeycloakSession session, Portal portal, RequestHandler handler) {
        this.session = session;
        this.portal = portal;
        this.handler = handler;
    }

    /** The signed-in user. */
    @GET
    @Path("me")
    public Response me() {
        return handler.byAnybody(caller -> RequestHandler.json(200, of(caller)).build());
    }

    @Path("clients")
    public ClientsResource clients() {
        return new ClientsResource(session, portal, handler);
    }

    @Path("requests")
    public RequestsResource requests() {
        return new RequestsResource(session, portal, handler);
    }

    @Path("approvals")
    public ApprovalsResource approvals() {
        return new ApprovalsResource(session, portal, handler);
    }

    private Me of(Caller caller) {
        PortalOptions options = portal.options();
        boolean developer = caller.holds(Roles.DEVELOPER);
        return new Me(
                caller.user().getId(),
                caller.user().getUsername(),
                UserNames.name(caller.user()),
                Roles.SHOWN.stream().filter(caller::holds).toList(),
                options.registration().toString(),
                developer && options.registration() != RegistrationMode.ADMIN_ONLY,
                new Limit(
                        developer ? new PortalStore(session).used(caller.user().getId()) : 0, options.mostClients()),
                developer
                        ? new ScopeChoice(caller.realm())
                                .described(handler.language().tag())
                        : List.of(),
                Profile.isFeatureEnabled(Profile.Feature.CLIENT_SECRET_ROTATION));
    }

    /** The answer of {@code me}. */
    record Me(
            String id,
            String username,
            String name,
            List<String> roles,
            String registration,
            boolean mayRegister,
            Limit clients,
            List<ScopeChoice.Scope> scopes,
            boolean secretRotation) {}

    /** The used part of a limit. */
    record Limit(int used, int most) {}
}

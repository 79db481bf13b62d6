package io.caregate.policy.hook;

import io.caregate.policy.request.RegisteredUris;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.UriUtils;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.LoginStatusIframeEndpoint;

/** Tells the session state (OpenID Connect Session Management section 3) to exactly registered origins only. */
public final class ExactLoginStatusIframeEndpoint extends LoginStatusIframeEndpoint {

    private final KeycloakSession session;

    ExactLoginStatusIframeEndpoint(KeycloakSession session) {
        super(session);
        this.session = session;
    }

    // Keycloak looks its page up beside the class of the endpoint, so its own class has to serve it.
    @Override
    public Response getLoginStatusIframe(@Nullable String version) {
        return new LoginStatusIframeEndpoint(session).getLoginStatusIframe(version);
    }

    @Override
    public Response preCheck(@Nullable String clientId, @Nullable String origin) {
        ClientModel client =
                clientId == null ? null : session.getContext().getRealm().getClientByClientId(clientId);
        boolean known = client != null
                && client.isEnabled()
                && origin != null
                && (new RegisteredUris(session, client).origins().contains(origin)
                        || UriUtils.getOrigin(session.getContext().getUri().getRequestUri())
                                .equals(origin));
        return Response.status(known ? Response.Status.NO_CONTENT : Response.Status.FORBIDDEN)
                .build();
    }
}

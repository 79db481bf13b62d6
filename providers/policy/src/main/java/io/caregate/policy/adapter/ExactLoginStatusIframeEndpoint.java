package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.OriginEnforcer;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.UriUtils;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.LoginStatusIframeEndpoint;

/** Tells the session state (OpenID Connect Session Management section 3) to exactly registered origins only. */
public final class ExactLoginStatusIframeEndpoint extends LoginStatusIframeEndpoint {

    private final KeycloakSession session;
    private final Enforcement enforcement;

    ExactLoginStatusIframeEndpoint(Enforcement enforcement) {
        super(enforcement.session());
        this.session = enforcement.session();
        this.enforcement = enforcement;
    }

    // Keycloak looks up its page next to the class of the endpoint, so its own class has to serve it.
    @Override
    public Response getLoginStatusIframe(@Nullable String version) {
        return new LoginStatusIframeEndpoint(session).getLoginStatusIframe(version);
    }

    @Override
    public Response preCheck(@Nullable String clientId, @Nullable String origin) {
        ClientModel client = clientId == null ? null : enforcement.realm().getClientByClientId(clientId);
        if (client == null || !client.isEnabled() || origin == null) {
            return answer(Response.Status.FORBIDDEN);
        }
        Optional<Set<String>> exact =
                enforcement.decide(EnforcementPoint.SESSION_IFRAME, Optional.empty(), () -> new OriginEnforcer(
                                enforcement, EnforcementPoint.SESSION_IFRAME)
                        .answered(client, origin));
        if (exact.isEmpty()) {
            return super.preCheck(clientId, origin);
        }
        boolean own = UriUtils.getOrigin(session.getContext().getUri().getRequestUri())
                .equals(origin);
        return answer(own || exact.get().contains(origin) ? Response.Status.NO_CONTENT : Response.Status.FORBIDDEN);
    }

    private static Response answer(Response.Status status) {
        return Response.status(status).build();
    }
}

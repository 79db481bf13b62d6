package io.caregate.policy.adapter;

import io.caregate.policy.request.InvitationEnforcer;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's authorization endpoint answers a request with {@code prompt=none} by a login protocol that it creates
 * itself. Here it uses the one that the pack provides, as every other path of a login does.
 */
public final class GuardedAuthorizationEndpoint extends AuthorizationEndpoint {

    GuardedAuthorizationEndpoint(KeycloakSession session, EventBuilder event) {
        super(session, event);
    }

    @Override
    public AuthorizationEndpoint register(@Nullable String tokenString) {
        super.register(tokenString);
        // Keycloak has verified the token, and read the organization from it.
        if (tokenString != null && session.getContext().getOrganization() != null) {
            InvitationEnforcer.accept(session);
        }
        return this;
    }

    @Override
    protected Response handleBrowserAuthenticationRequest(
            AuthenticationSessionModel authSession,
            LoginProtocol keycloaks,
            boolean isPassive,
            boolean redirectToAuthentication) {
        LoginProtocol guarded = session.getProvider(LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL)
                .setRealm(realm)
                .setUriInfo(session.getContext().getUri())
                .setHttpHeaders(headers)
                .setEventBuilder(event);
        return super.handleBrowserAuthenticationRequest(authSession, guarded, isPassive, redirectToAuthentication);
    }
}

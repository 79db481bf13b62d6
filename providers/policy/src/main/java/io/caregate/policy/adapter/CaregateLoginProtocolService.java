package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.endpoints.TokenEndpoint;
import org.keycloak.protocol.oidc.endpoints.UserInfoEndpoint;

/** Keycloak's OpenID Connect endpoints, with a guard before those that do not consult the policy manager. */
public final class CaregateLoginProtocolService extends OIDCLoginProtocolService {

    private final KeycloakSession session;
    private final EventBuilder event;
    private final Enforcement enforcement;

    CaregateLoginProtocolService(EventBuilder event, Enforcement enforcement) {
        super(enforcement.session(), event);
        this.session = enforcement.session();
        this.event = event;
        this.enforcement = enforcement;
    }

    @Override
    public Object auth() {
        return new GuardedAuthorizationEndpoint(session, event);
    }

    @Override
    public Object registrations(@Nullable String tokenString) {
        return new GuardedAuthorizationEndpoint(session, event).register(tokenString);
    }

    @Override
    public Object forgotCredentialsPage() {
        return new GuardedAuthorizationEndpoint(session, event).forgotCredentials();
    }

    @Override
    public Object token() {
        return new TokenEndpoint(session, new FaithfulTokenManager(enforcement), event);
    }

    @Override
    public Object issueUserInfo() {
        return new UserInfoEndpoint(session, new FaithfulTokenManager(enforcement));
    }

    @Override
    public Object revoke() {
        CaregateTokenContextEncoderFactory.admitRefreshTokens(session);
        return super.revoke();
    }

    @Override
    public Object logout() {
        return new GuardedLogoutEndpoint(event, enforcement);
    }

    @Override
    public Object getLoginStatusIframe() {
        return new ExactLoginStatusIframeEndpoint(enforcement);
    }
}

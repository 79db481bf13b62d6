package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.token.IntrospectionEnforcer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProvider;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.util.DefaultClientSessionContext;

/**
 * SPI {@code oauth2-token-introspection}, id {@code refresh_token}: not active for a subject without the role, and not
 * a token for the API in a signed answer.
 */
public final class CaregateRefreshTokenIntrospectionProviderFactory extends RefreshTokenIntrospectionProviderFactory
        implements ReplacingFactory<TokenIntrospectionProvider> {

    @Override
    public TokenIntrospectionProvider create(KeycloakSession session) {
        return new Gated(enforcement(session));
    }

    private static final class Gated extends RefreshTokenIntrospectionProvider {

        private final GuardedIntrospection guard;

        Gated(Enforcement enforcement) {
            super(enforcement.session());
            this.guard = new GuardedIntrospection(enforcement);
        }

        @Override
        public AccessToken transformAccessToken(AccessToken presented, UserSessionModel of) {
            return guard.restored(presented, super.transformAccessToken(presented, of), of, client);
        }

        @Override
        protected boolean introspectionChecks(String encoded) {
            if (super.introspectionChecks(encoded)
                    && guard.admits(transformedToken, userSession, client, this::hasTheRole)) {
                return true;
            }
            // Keycloak would still answer a request for a JWT with the claims of the refused token.
            transformedToken = null;
            return false;
        }

        private boolean hasTheRole(IntrospectionEnforcer enforcer) {
            var context = DefaultClientSessionContext.fromClientSessionAndScopeParameter(
                    userSession.getAuthenticatedClientSessionByClient(client.getId()), token.getScope(), session);
            return enforcer.admitsRefreshToken(token, transformedToken, context, user);
        }
    }
}

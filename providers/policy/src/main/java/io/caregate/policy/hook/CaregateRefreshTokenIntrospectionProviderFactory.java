package io.caregate.policy.hook;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Hook;
import io.caregate.policy.token.IntrospectionGate;
import io.caregate.policy.token.ServerClaims;
import io.caregate.policy.token.SubjectGate;
import org.keycloak.Config;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProvider;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.util.DefaultClientSessionContext;

/**
 * SPI {@code oauth2-token-introspection}, id {@code refresh_token}: not active for a subject without the role, and in a
 * signed answer no token for the API.
 */
public final class CaregateRefreshTokenIntrospectionProviderFactory extends RefreshTokenIntrospectionProviderFactory {

    private PolicyOptions options = PolicyOptions.NONE;

    @Override
    public TokenIntrospectionProvider create(KeycloakSession session) {
        return new Gated(session, options);
    }

    @Override
    public void init(Config.Scope config) {
        options = PolicyOptions.read();
    }

    @Override
    public int order() {
        return HookOrder.BEFORE_KEYCLOAK;
    }

    private static final class Gated extends RefreshTokenIntrospectionProvider {

        private final PolicyOptions options;

        Gated(KeycloakSession session, PolicyOptions options) {
            super(session);
            this.options = options;
        }

        @Override
        public AccessToken transformAccessToken(AccessToken presented, UserSessionModel of) {
            AccessToken shown = super.transformAccessToken(presented, of);
            AuthenticatedClientSessionModel clientSession = of.getAuthenticatedClientSessionByClient(client.getId());
            if (clientSession != null) {
                new Enforcement(options).guard(session, realm, Hook.INTROSPECTION, () -> new SubjectGate(options)
                        .introspected(session, ServerClaims.ofPresented(presented), shown, clientSession));
            }
            return shown;
        }

        @Override
        protected boolean introspectionChecks(String encoded) {
            if (super.introspectionChecks(encoded) && isAdmitted()) {
                return true;
            }
            // Keycloak would still answer a request for a JWT with the claims of the refused token.
            transformedToken = null;
            return false;
        }

        private boolean isAdmitted() {
            return new Enforcement(options).decide(session, realm, Hook.INTROSPECTION, true, () -> {
                var clientSession = userSession.getAuthenticatedClientSessionByClient(client.getId());
                var context = DefaultClientSessionContext.fromClientSessionAndScopeParameter(
                        clientSession, token.getScope(), session);
                return new IntrospectionGate(options)
                                .admitsRefreshToken(session, token, transformedToken, context, user)
                        && new SubjectGate(options).admits(session, transformedToken, clientSession);
            });
        }
    }
}

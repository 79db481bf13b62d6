package io.caregate.policy.hook;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.token.IntrospectionGate;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;

/** SPI {@code oauth2-token-introspection}, id {@code access_token}: not active for a subject without the role. */
public final class CaregateAccessTokenIntrospectionProviderFactory extends AccessTokenIntrospectionProviderFactory {

    private IntrospectionGate gate = new IntrospectionGate(PolicyOptions.NONE);

    @Override
    public TokenIntrospectionProvider create(KeycloakSession session) {
        return new Gated(session, gate);
    }

    @Override
    public void init(Config.Scope config) {
        gate = new IntrospectionGate(PolicyOptions.read());
    }

    @Override
    public int order() {
        return HookOrder.BEFORE_KEYCLOAK;
    }

    private static final class Gated extends AccessTokenIntrospectionProvider<AccessToken> {

        private final IntrospectionGate gate;

        Gated(KeycloakSession session, IntrospectionGate gate) {
            super(session);
            this.gate = gate;
        }

        @Override
        protected boolean introspectionChecks(String encoded) {
            if (super.introspectionChecks(encoded) && gate.admits(realm, token, transformedToken, user, eventBuilder)) {
                return true;
            }
            // Keycloak would still answer a request for a JWT with the claims of the refused token.
            transformedToken = null;
            return false;
        }
    }
}

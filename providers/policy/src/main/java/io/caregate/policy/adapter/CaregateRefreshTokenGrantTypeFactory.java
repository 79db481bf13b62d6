package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.token.DerivedToken;
import io.caregate.policy.token.DerivedTokenEnforcer;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantType;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantTypeFactory;
import org.keycloak.representations.AccessToken;

/**
 * SPI {@code oauth2-grant-type}, id {@code refresh_token}: a token refreshed from a derived token is not an
 * administrator's.
 */
public final class CaregateRefreshTokenGrantTypeFactory extends RefreshTokenGrantTypeFactory {
    private PolicyOptions options = PolicyOptions.STRICTEST;

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new Guarded(options);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        options = PolicyOptions.read();
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }

    private static final class Guarded extends RefreshTokenGrantType {
        private final PolicyOptions options;

        Guarded(PolicyOptions options) {
            this.options = options;
        }

        @Override
        public boolean isTokenAllowed(KeycloakSession asked, AccessToken token) {
            return super.isTokenAllowed(asked, token)
                    && (!DerivedToken.isMarked(token)
                            || new DerivedTokenEnforcer(options).isAllowed(asked, token, getEventType()));
        }
    }
}

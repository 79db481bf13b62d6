package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.token.DerivedToken;
import io.caregate.policy.token.DerivedTokenEnforcer;
import io.caregate.policy.token.RequestNotes;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantType;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantTypeFactory;
import org.keycloak.representations.AccessToken;

/**
 * SPI {@code oauth2-grant-type}, id {@code refresh_token}: a token refreshed from a derived token is not an
 * administrator's.
 */
public final class CaregateRefreshTokenGrantTypeFactory extends RefreshTokenGrantTypeFactory
        implements ReplacingFactory<OAuth2GrantType> {
    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new Guarded(enforcement(session));
    }

    private static final class Guarded extends RefreshTokenGrantType {
        private final Enforcement enforcement;

        Guarded(Enforcement enforcement) {
            this.enforcement = enforcement;
        }

        @Override
        public Response process(Context request) {
            new RequestNotes(request.getSession()).rememberForm(request);
            return super.process(request);
        }

        @Override
        public boolean isTokenAllowed(KeycloakSession asked, AccessToken token) {
            return super.isTokenAllowed(asked, token)
                    && (!DerivedToken.isMarked(token)
                            || new DerivedTokenEnforcer(enforcement).isAllowed(token, getEventType()));
        }
    }
}

package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.DerivedTokenEnforcer;
import io.caregate.policy.token.RequestNotes;
import io.caregate.policy.token.RotationEnforcer;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.TokenExchangeGrantType;
import org.keycloak.protocol.oidc.grants.TokenExchangeGrantTypeFactory;
import org.keycloak.representations.AccessToken;

/**
 * SPI {@code oauth2-grant-type}, id {@code urn:ietf:params:oauth:grant-type:token-exchange}: its tokens are not an
 * administrator's, and a public client gets no refresh token.
 */
public final class CaregateTokenExchangeGrantTypeFactory extends TokenExchangeGrantTypeFactory
        implements ReplacingFactory<OAuth2GrantType> {
    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new Guarded(enforcement(session));
    }

    private static final class Guarded extends TokenExchangeGrantType {
        private final Enforcement enforcement;

        Guarded(Enforcement enforcement) {
            this.enforcement = enforcement;
        }

        @Override
        public Response process(Context request) {
            setContext(request);
            new RequestNotes(session).rememberForm(request);
            enforcement.guard(
                    EnforcementPoint.TOKEN, () -> new RotationEnforcer(enforcement).checkExchange(client, formParams));
            return super.process(request);
        }

        @Override
        public boolean isTokenAllowed(KeycloakSession asked, AccessToken token) {
            return super.isTokenAllowed(asked, token)
                    && new DerivedTokenEnforcer(enforcement).isAllowed(token, getEventType());
        }
    }
}

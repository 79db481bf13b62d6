package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.DerivedTokenEnforcer;
import io.caregate.policy.token.RequestNotes;
import io.caregate.policy.token.RotationEnforcer;
import io.caregate.policy.token.UmaEnforcer;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.PermissionGrantType;
import org.keycloak.protocol.oidc.grants.PermissionGrantTypeFactory;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;

/**
 * SPI {@code oauth2-grant-type}, id {@code urn:ietf:params:oauth:grant-type:uma-ticket}: the new token has the subject
 * and the recipient of the presented token, and is not an administrator's.
 */
public final class CaregateUmaGrantTypeFactory extends PermissionGrantTypeFactory
        implements ReplacingFactory<OAuth2GrantType> {
    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new Guarded(enforcement(session));
    }

    private static final class Guarded extends PermissionGrantType {
        private final Enforcement enforcement;

        Guarded(Enforcement enforcement) {
            this.enforcement = enforcement;
        }

        @Override
        public Response process(Context request) {
            setContext(request);
            new RequestNotes(session).rememberForm(request);
            enforcement.guard(EnforcementPoint.TOKEN, () -> new UmaEnforcer(enforcement).before(formParams));
            Response answer = super.process(request);
            if (answer.getEntity() instanceof AccessTokenResponse tokens) {
                enforcement.guard(
                        EnforcementPoint.TOKEN, () -> new RotationEnforcer(enforcement).removeRefreshToken(tokens));
            }
            return answer;
        }

        @Override
        public boolean isTokenAllowed(KeycloakSession asked, AccessToken token) {
            return super.isTokenAllowed(asked, token)
                    && new DerivedTokenEnforcer(enforcement).isAllowed(token, getEventType());
        }
    }
}

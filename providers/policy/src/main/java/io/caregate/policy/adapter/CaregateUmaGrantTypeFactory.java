package io.caregate.policy.adapter;

import io.caregate.policy.client.RegistrationEnforcer;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.DerivedTokenEnforcer;
import io.caregate.policy.token.UmaEnforcer;
import jakarta.ws.rs.core.Response;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.PermissionGrantType;
import org.keycloak.protocol.oidc.grants.PermissionGrantTypeFactory;
import org.keycloak.representations.AccessToken;

/**
 * SPI {@code oauth2-grant-type}, id {@code urn:ietf:params:oauth:grant-type:uma-ticket}: the new token has the subject
 * and the recipient of the presented token, and is not an administrator's.
 */
public final class CaregateUmaGrantTypeFactory extends PermissionGrantTypeFactory {
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

    private static final class Guarded extends PermissionGrantType {
        private final PolicyOptions options;

        Guarded(PolicyOptions options) {
            this.options = options;
        }

        @Override
        public Response process(Context request) {
            setContext(request);
            new Enforcement(options).guard(session, realm, EnforcementPoint.TOKEN, () -> {
                // A caller that presents only the token is not known yet.
                if (client != null) {
                    new RegistrationEnforcer(options).requireConsent(session, client);
                }
                new UmaEnforcer(options).before(session, formParams);
            });
            return super.process(request);
        }

        @Override
        public boolean isTokenAllowed(KeycloakSession asked, AccessToken token) {
            return super.isTokenAllowed(asked, token)
                    && new DerivedTokenEnforcer(options).isAllowed(asked, token, getEventType());
        }
    }
}

package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.PasswordGrantEnforcer;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantTypeFactory;

/**
 * SPI {@code oauth2-grant-type}, id {@code password}: a governed realm has no such grant, which null tells Keycloak.
 */
public final class CaregatePasswordGrantTypeFactory extends ResourceOwnerPasswordCredentialsGrantTypeFactory {
    private PolicyOptions options = PolicyOptions.STRICTEST;

    @Override
    public @Nullable OAuth2GrantType create(KeycloakSession session) {
        boolean served = new Enforcement(options)
                .decide(
                        session,
                        session.getContext().getRealm(),
                        EnforcementPoint.PASSWORD_GRANT,
                        true,
                        () -> new PasswordGrantEnforcer(options, session).isServed());
        return served ? new ReportedPasswordGrantType(options) : null;
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
}

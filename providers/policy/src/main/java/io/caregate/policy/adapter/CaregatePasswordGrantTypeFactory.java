package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.PasswordGrantEnforcer;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantTypeFactory;

/**
 * SPI {@code oauth2-grant-type}, id {@code password}: a governed realm has no such grant, which null tells Keycloak.
 */
public final class CaregatePasswordGrantTypeFactory extends ResourceOwnerPasswordCredentialsGrantTypeFactory
        implements ReplacingFactory<OAuth2GrantType> {
    @Override
    public @Nullable OAuth2GrantType create(KeycloakSession session) {
        Enforcement enforcement = enforcement(session);
        boolean served = enforcement.decide(
                EnforcementPoint.PASSWORD_GRANT, true, () -> new PasswordGrantEnforcer(enforcement).isServed());
        return served ? new ReportedPasswordGrantType(enforcement) : null;
    }
}

package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.JWTClientSecretAuthenticator;

/** SPI {@code client-authenticator}, id {@code client-secret-jwt}: assertions that a client signs with its secret. */
public final class CaregateJwtSecretClientAuthenticator extends JWTClientSecretAuthenticator {
    private PolicyOptions options = PolicyOptions.STRICTEST;

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        GuardedAssertionValidator.authenticate(
                context, options, () -> super.authenticateClient(context), this::verifySignature, true, getId());
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

package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.JWTClientAuthenticator;

/** SPI {@code client-authenticator}, id {@code client-jwt}: assertions that a client signs with its private key. */
public final class CaregateJwtClientAuthenticator extends JWTClientAuthenticator {
    private PolicyOptions options = PolicyOptions.STRICTEST;

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        GuardedAssertionValidator.authenticate(
                context, options, () -> super.authenticateClient(context), this::verifySignature, false, getId());
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

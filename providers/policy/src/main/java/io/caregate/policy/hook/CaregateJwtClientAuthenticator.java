package io.caregate.policy.hook;

import io.caregate.policy.authentication.ClientAssertionGuard;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.JWTClientAuthenticator;

/** SPI {@code client-authenticator}, id {@code client-jwt}: assertions that a client signs with its private key. */
public final class CaregateJwtClientAuthenticator extends JWTClientAuthenticator {

    private ClientAssertionGuard guard = new ClientAssertionGuard(PolicyOptions.NONE);

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        if (guard.governs(context.getRealm())) {
            GuardedAssertionValidator.authenticate(context, guard, this::verifySignature, false, getId());
        } else {
            super.authenticateClient(context);
        }
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        guard = new ClientAssertionGuard(PolicyOptions.read());
    }

    @Override
    public int order() {
        return HookOrder.BEFORE_KEYCLOAK;
    }
}

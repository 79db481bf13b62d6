package io.caregate.policy.hook;

import io.caregate.policy.authentication.ClientAssertionGuard;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.JWTClientSecretAuthenticator;

/** SPI {@code client-authenticator}, id {@code client-secret-jwt}: assertions that a client signs with its secret. */
public final class CaregateJwtSecretClientAuthenticator extends JWTClientSecretAuthenticator {

    private ClientAssertionGuard guard = new ClientAssertionGuard(PolicyOptions.NONE);

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        if (guard.governs(context.getRealm())) {
            GuardedAssertionValidator.authenticate(context, guard, this::verifySignature, true, getId());
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

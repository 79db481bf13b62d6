package io.caregate.policy.hook;

import io.caregate.policy.authentication.ClientAssertionGuard;
import io.caregate.policy.authentication.ClientAssertionReport;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.JWTClientSecretAuthenticator;

/** SPI {@code client-authenticator}, id {@code client-secret-jwt}: assertions that a client signs with its secret. */
public final class CaregateJwtSecretClientAuthenticator extends JWTClientSecretAuthenticator {

    private ClientAssertionGuard guard = new ClientAssertionGuard(PolicyOptions.NONE);
    private ClientAssertionReport report = new ClientAssertionReport(PolicyOptions.NONE);

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        if (guard.isEnforced(context)) {
            GuardedAssertionValidator.authenticate(context, guard, this::verifySignature, true, getId());
        } else {
            super.authenticateClient(context);
            report.look(context, false);
        }
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        PolicyOptions options = PolicyOptions.read();
        guard = new ClientAssertionGuard(options);
        report = new ClientAssertionReport(options);
    }

    @Override
    public int order() {
        return HookOrder.BEFORE_KEYCLOAK;
    }
}

package io.caregate.policy.adapter;

import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.ClientAuthenticator;
import org.keycloak.authentication.authenticators.client.JWTClientSecretAuthenticator;

/** SPI {@code client-authenticator}, id {@code client-secret-jwt}: assertions that a client signs with its secret. */
public final class CaregateJwtSecretClientAuthenticator extends JWTClientSecretAuthenticator
        implements ReplacingFactory<ClientAuthenticator> {
    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        GuardedAssertionValidator.authenticate(
                context,
                enforcement(context.getSession()),
                () -> super.authenticateClient(context),
                this::verifySignature,
                true,
                getId());
    }
}

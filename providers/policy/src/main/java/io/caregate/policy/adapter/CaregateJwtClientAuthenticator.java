package io.caregate.policy.adapter;

import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.ClientAuthenticator;
import org.keycloak.authentication.authenticators.client.JWTClientAuthenticator;

/** SPI {@code client-authenticator}, id {@code client-jwt}: assertions that a client signs with its private key. */
public final class CaregateJwtClientAuthenticator extends JWTClientAuthenticator
        implements ReplacingFactory<ClientAuthenticator> {
    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        GuardedAssertionValidator.authenticate(
                context,
                enforcement(context.getSession()),
                () -> super.authenticateClient(context),
                this::verifySignature,
                false,
                getId());
    }
}

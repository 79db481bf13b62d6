package io.caregate.policy.adapter;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.authentication.ClientAssertionEnforcer;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.ClientAuthenticator;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.authentication.authenticators.client.FederatedJWTClientAuthenticator;

/**
 * SPI {@code client-authenticator}, id {@code federated-jwt}: assertions of an identity provider that the realm trusts.
 * How long they live and how often they may be used is a setting of the identity provider, so the guard is asked too.
 */
public final class CaregateFederatedJwtClientAuthenticator extends FederatedJWTClientAuthenticator
        implements ReplacingFactory<ClientAuthenticator> {

    private static final ServerLog LOG = ServerLog.of(CaregateFederatedJwtClientAuthenticator.class);

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        var enforcer = new ClientAssertionEnforcer(enforcement(context.getSession()), context);
        if (!enforcer.isEnforced()) {
            super.authenticateClient(context);
            enforcer.report(true);
            return;
        }
        try {
            var assertion = context.getState(ClientAssertionState.class, ClientAssertionState.supplier());
            enforcer.separate(assertion);
            super.authenticateClient(context);
            if (context.getStatus() == FlowStatus.SUCCESS) {
                enforcer.admitsFederated(assertion);
            }
        } catch (Exception wrong) {
            LOG.debugf(
                    wrong,
                    "client assertion not taken realm=%s",
                    context.getRealm().getName());
            context.failure(AuthenticationFlowError.INVALID_CLIENT_CREDENTIALS);
        }
    }
}

package io.caregate.policy.adapter;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.authentication.ClientAssertionEnforcer;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.authentication.authenticators.client.FederatedJWTClientAuthenticator;

/**
 * SPI {@code client-authenticator}, id {@code federated-jwt}: assertions of an identity provider that the realm trusts.
 * How long they live and how often they may be used is a setting of the identity provider, so the guard is asked too.
 */
public final class CaregateFederatedJwtClientAuthenticator extends FederatedJWTClientAuthenticator {

    private static final ServerLog LOG = ServerLog.of(CaregateFederatedJwtClientAuthenticator.class);

    private ClientAssertionEnforcer enforcer = new ClientAssertionEnforcer(PolicyOptions.STRICTEST);

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        if (!enforcer.isEnforced(context)) {
            super.authenticateClient(context);
            enforcer.report(context, true);
            return;
        }
        try {
            var assertion = context.getState(ClientAssertionState.class, ClientAssertionState.supplier());
            enforcer.separate(context, assertion);
            super.authenticateClient(context);
            if (context.getStatus() == FlowStatus.SUCCESS) {
                enforcer.admitsFederated(context, assertion);
            }
        } catch (Exception wrong) {
            LOG.debugf(
                    wrong,
                    "client assertion not taken realm=%s",
                    context.getRealm().getName());
            context.failure(AuthenticationFlowError.INVALID_CLIENT_CREDENTIALS);
        }
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        enforcer = new ClientAssertionEnforcer(PolicyOptions.read());
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }
}

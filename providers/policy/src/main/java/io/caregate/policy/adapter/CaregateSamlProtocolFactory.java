package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.saml.SamlProtocolFactory;

/** SPI {@code login-protocol}, id {@code saml}: the answers that go back to a service provider. */
public final class CaregateSamlProtocolFactory extends SamlProtocolFactory {

    private PolicyOptions options = PolicyOptions.STRICTEST;

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new CaregateSamlProtocol(options).setSession(session);
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

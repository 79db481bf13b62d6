package io.caregate.policy.adapter;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.saml.SamlProtocolFactory;

/** SPI {@code login-protocol}, id {@code saml}: the answers that go back to a service provider. */
public final class CaregateSamlProtocolFactory extends SamlProtocolFactory implements GuardedFactory {

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new CaregateSamlProtocol(enforcement(session)).setSession(session);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }
}

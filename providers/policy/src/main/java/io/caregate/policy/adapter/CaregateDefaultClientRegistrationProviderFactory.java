package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;
import org.keycloak.services.clientregistration.DefaultClientRegistrationProviderFactory;

/** SPI {@code client-registration}, id {@code default}: unreadable metadata is the sender's error. */
public final class CaregateDefaultClientRegistrationProviderFactory extends DefaultClientRegistrationProviderFactory {
    private PolicyOptions options = PolicyOptions.STRICTEST;

    @Override
    public ClientRegistrationProvider create(KeycloakSession session) {
        return new CaregateDefaultClientRegistrationProvider(session, options);
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

package io.caregate.policy.adapter;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;
import org.keycloak.services.clientregistration.DefaultClientRegistrationProviderFactory;

/** SPI {@code client-registration}, id {@code default}: unreadable metadata is the sender's error. */
public final class CaregateDefaultClientRegistrationProviderFactory extends DefaultClientRegistrationProviderFactory
        implements ReplacingFactory<ClientRegistrationProvider> {
    @Override
    public ClientRegistrationProvider create(KeycloakSession session) {
        return new CaregateDefaultClientRegistrationProvider(enforcement(session));
    }
}

package io.caregate.policy.adapter;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;
import org.keycloak.services.clientregistration.oidc.OIDCClientRegistrationProviderFactory;

/** SPI {@code client-registration}, id {@code openid-connect}: unreadable metadata is the sender's error. */
public final class CaregateOidcClientRegistrationProviderFactory extends OIDCClientRegistrationProviderFactory
        implements ReplacingFactory<ClientRegistrationProvider> {
    @Override
    public ClientRegistrationProvider create(KeycloakSession session) {
        return new CaregateOidcClientRegistrationProvider(enforcement(session));
    }
}

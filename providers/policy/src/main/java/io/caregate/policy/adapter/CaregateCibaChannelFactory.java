package io.caregate.policy.adapter;

import io.caregate.policy.token.RequestNotes;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.ciba.channel.AuthenticationChannelProvider;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;
import org.keycloak.protocol.oidc.grants.ciba.channel.HttpAuthenticationChannelProvider;
import org.keycloak.protocol.oidc.grants.ciba.channel.HttpAuthenticationChannelProviderFactory;

/**
 * SPI {@code ciba-auth-channel}, id {@code ciba-http-auth-channel}: names the token that Keycloak sends to the device.
 */
public final class CaregateCibaChannelFactory extends HttpAuthenticationChannelProviderFactory
        implements ReplacingFactory<AuthenticationChannelProvider> {

    @Override
    public AuthenticationChannelProvider create(KeycloakSession session) {
        return new Channel(session, httpAuthenticationChannelUri);
    }

    private static final class Channel extends HttpAuthenticationChannelProvider {

        Channel(KeycloakSession session, String address) {
            super(session, address);
        }

        @Override
        public boolean requestAuthentication(CIBAAuthenticationRequest request, String infoUsedByAuthenticator) {
            new RequestNotes(session).admitDeviceToken(request);
            return super.requestAuthentication(request, infoUsedByAuthenticator);
        }
    }
}

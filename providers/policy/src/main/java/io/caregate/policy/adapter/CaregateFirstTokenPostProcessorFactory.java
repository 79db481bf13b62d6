package io.caregate.policy.adapter;

import io.caregate.policy.token.RequestNotes;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;

/** SPI {@code token-interceptor}: records the audience of an access token before others change it. */
public final class CaregateFirstTokenPostProcessorFactory
        implements TokenPostProcessorFactory, ReplacingFactory<TokenPostProcessor> {

    /** The provider id. */
    static final String ID = "caregate-first";

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return context -> {
            if (context.accessToken() != null && enforcement(session).governs()) {
                new RequestNotes(session).rememberAudience(context.accessToken());
            }
        };
    }

    @Override
    public String getId() {
        return ID;
    }
}

package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.token.RequestNotes;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;

/** SPI {@code token-interceptor}: records the audience of an access token before others change it. */
public final class CaregateFirstTokenPostProcessorFactory implements TokenPostProcessorFactory {

    /** The provider id. */
    static final String ID = "caregate-first";

    private PolicyOptions options = PolicyOptions.STRICTEST;

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return context -> {
            if (context.accessToken() != null
                    && options.governs(session.getContext().getRealm())) {
                new RequestNotes(session).rememberAudience(context.accessToken());
            }
        };
    }

    @Override
    public void init(Config.Scope config) {
        options = PolicyOptions.read();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }
}

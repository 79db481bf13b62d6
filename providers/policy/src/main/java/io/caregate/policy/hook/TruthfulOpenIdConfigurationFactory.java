package io.caregate.policy.hook;

import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCWellKnownProviderFactory;
import org.keycloak.wellknown.WellKnownProvider;

/** SPI {@code well-known}: the OpenID Connect Discovery document, without what is refused. */
public final class TruthfulOpenIdConfigurationFactory extends OIDCWellKnownProviderFactory {

    private PolicyOptions options = PolicyOptions.NONE;

    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return TruthfulWellKnownProvider.of(session, super.create(session), options);
    }

    @Override
    public void init(Config.Scope config) {
        // What an operator set for Keycloak's own document goes on to hold.
        super.init(Config.scope("well-known", PROVIDER_ID));
        options = PolicyOptions.read();
    }

    @Override
    public String getId() {
        return PolicyOptions.PROVIDER_ID + "-" + PROVIDER_ID;
    }

    @Override
    public String getAlias() {
        return PROVIDER_ID;
    }

    @Override
    public int getPriority() {
        return 1;
    }
}

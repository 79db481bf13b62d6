package io.caregate.policy.adapter;

import org.keycloak.protocol.oidc.OIDCWellKnownProviderFactory;

/** The document of OpenID Connect Discovery section 4. */
public final class TruthfulOpenIdConfigurationFactory extends TruthfulMetadataFactory {

    public TruthfulOpenIdConfigurationFactory() {
        super(new OIDCWellKnownProviderFactory());
    }
}

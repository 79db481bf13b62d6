package io.caregate.policy.adapter;

import org.keycloak.authorization.config.UmaWellKnownProviderFactory;

/** The document of UMA 2.0 Grant section 2, which repeats the authorization server's. */
public final class TruthfulUmaConfigurationFactory extends TruthfulMetadataFactory {

    public TruthfulUmaConfigurationFactory() {
        super(new UmaWellKnownProviderFactory());
    }
}

package io.caregate.policy.adapter;

import org.keycloak.protocol.oauth2.OAuth2WellKnownProviderFactory;

/** The authorization server metadata of RFC 8414 section 3. */
public final class TruthfulAuthorizationServerFactory extends TruthfulMetadataFactory {

    public TruthfulAuthorizationServerFactory() {
        super(new OAuth2WellKnownProviderFactory());
    }
}

package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authorization.config.UmaWellKnownProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oauth2.OAuth2WellKnownProviderFactory;
import org.keycloak.protocol.oidc.OIDCWellKnownProviderFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/**
 * SPI {@code well-known}: one of Keycloak's metadata documents, at its own address, without the values that are
 * refused. Keycloak takes the factory with the lowest priority among those with the same alias.
 */
abstract class TruthfulMetadataFactory implements WellKnownProviderFactory, GuardedFactory {

    private final WellKnownProviderFactory stock;

    TruthfulMetadataFactory(WellKnownProviderFactory stock) {
        this.stock = stock;
    }

    @Override
    public final WellKnownProvider create(KeycloakSession session) {
        return new TruthfulWellKnownProvider(stock.create(session), enforcement(session));
    }

    @Override
    public final void init(Config.Scope config) {
        // The operator's settings for Keycloak's own document stay in force.
        stock.init(Config.scope("well-known", stock.getId()));
    }

    @Override
    public final void postInit(KeycloakSessionFactory factory) {
        stock.postInit(factory);
    }

    @Override
    public final void close() {
        stock.close();
    }

    @Override
    public final String getId() {
        return PolicyOptions.PROVIDER_ID + "-" + stock.getId();
    }

    @Override
    public final String getAlias() {
        return stock.getAlias();
    }

    @Override
    public final int getPriority() {
        // Keycloak's own factories have 100 and 1.
        return 0;
    }

    @Override
    public final boolean isAvailableViaServerMetadata() {
        return stock.isAvailableViaServerMetadata();
    }

    @Override
    public final List<ProviderConfigProperty> getConfigMetadata() {
        return List.of();
    }

    /** The document of OpenID Connect Discovery section 4. */
    public static final class OpenIdConfiguration extends TruthfulMetadataFactory {
        public OpenIdConfiguration() {
            super(new OIDCWellKnownProviderFactory());
        }
    }

    /** The authorization server metadata of RFC 8414 section 3. */
    public static final class AuthorizationServer extends TruthfulMetadataFactory {
        public AuthorizationServer() {
            super(new OAuth2WellKnownProviderFactory());
        }
    }

    /** The document of UMA 2.0 Grant section 2, which repeats the authorization server's. */
    public static final class UmaConfiguration extends TruthfulMetadataFactory {
        public UmaConfiguration() {
            super(new UmaWellKnownProviderFactory());
        }
    }
}

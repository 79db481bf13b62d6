package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/**
 * SPI {@code well-known}: one of Keycloak's metadata documents, at its own address, without the values that are
 * refused. Keycloak takes the factory with the lowest priority among those with the same alias.
 */
abstract class TruthfulMetadataFactory implements WellKnownProviderFactory {

    private final WellKnownProviderFactory stock;
    private PolicyOptions options = PolicyOptions.STRICTEST;

    TruthfulMetadataFactory(WellKnownProviderFactory stock) {
        this.stock = stock;
    }

    @Override
    public final WellKnownProvider create(KeycloakSession session) {
        return new TruthfulWellKnownProvider(session, stock.create(session), options);
    }

    @Override
    public final void init(Config.Scope config) {
        // The operator's settings for Keycloak's own document stay in force.
        stock.init(Config.scope("well-known", stock.getId()));
        options = PolicyOptions.read();
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
}

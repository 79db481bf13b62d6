package io.caregate.portal.store;

import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * SPI {@code jpa-entity-provider}: has Keycloak create and upgrade the portal's tables when it starts.
 * Keycloak records what it did in a table that it names after the first ten letters of the id:
 * {@code DATABASECHANGELOG_CAREGATE_P}.
 */
public final class PortalTablesProviderFactory implements JpaEntityProviderFactory {

    static final String PROVIDER_ID = "caregate-portal";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new PortalTablesProvider();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return PROVIDER_ID;
    }
}

package io.caregate.policy.adapter;

import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * SPI {@code jpa-entity-provider}: has Keycloak create and upgrade the tables of would-be refusals when it starts.
 * Keycloak records what it did in a table that it names after the first ten letters of the id:
 * {@code DATABASECHANGELOG_CAREGATE_F}.
 */
public final class FindingsTablesProviderFactory implements JpaEntityProviderFactory {

    static final String PROVIDER_ID = "caregate-findings";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new FindingsTablesProvider();
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

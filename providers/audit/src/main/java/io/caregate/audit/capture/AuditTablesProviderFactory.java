package io.caregate.audit.capture;

import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Has Keycloak create and upgrade the log's tables when it starts, in its own database and schema. Keycloak records
 * what it did in a table that it names after the first ten letters of the id: {@code DATABASECHANGELOG_CAREGATE_A}.
 */
public final class AuditTablesProviderFactory implements JpaEntityProviderFactory {
    public static final String PROVIDER_ID = "caregate-audit";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new AuditTablesProvider();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}

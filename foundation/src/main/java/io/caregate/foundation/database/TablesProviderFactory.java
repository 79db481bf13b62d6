package io.caregate.foundation.database;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * SPI {@code jpa-entity-provider}: makes Keycloak create and upgrade a JAR's tables when it starts, in its own database
 * and schema. Keycloak records its changes in a table named after the first ten letters of the id, such as
 * {@code DATABASECHANGELOG_CAREGATE_A}.
 */
public abstract class TablesProviderFactory implements JpaEntityProviderFactory {
    private final String id;
    private final List<Class<?>> entities;

    /**
     * Takes the id, which is also the name of the changelog, {@code META-INF/<id>-changelog.xml}: Keycloak caches
     * changelogs by their paths, so no other JAR may have the same one. Tables that only SQL uses have no entities.
     */
    protected TablesProviderFactory(String id, Class<?>... entities) {
        this.id = id;
        this.entities = List.of(entities);
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final JpaEntityProvider create(KeycloakSession session) {
        return new Tables(id, entities);
    }

    @Override
    public final void init(Config.Scope config) {}

    @Override
    public final void postInit(KeycloakSessionFactory factory) {}

    @Override
    public final void close() {}

    private record Tables(String id, List<Class<?>> entities) implements JpaEntityProvider {
        @Override
        public List<Class<?>> getEntities() {
            return entities;
        }

        @Override
        public String getChangelogLocation() {
            return "META-INF/" + id + "-changelog.xml";
        }

        @Override
        public String getFactoryId() {
            return id;
        }

        @Override
        public void close() {}
    }
}

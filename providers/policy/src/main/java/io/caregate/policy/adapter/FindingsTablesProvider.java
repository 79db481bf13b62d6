package io.caregate.policy.adapter;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** The changelog of the tables of would-be refusals. They are used by SQL only, so there are no entities. */
final class FindingsTablesProvider implements JpaEntityProvider {

    /** Keycloak caches changelogs by this path, so no other JAR may have the same. */
    private static final String CHANGELOG = "META-INF/caregate-findings-changelog.xml";

    @Override
    public List<Class<?>> getEntities() {
        return List.of();
    }

    @Override
    public String getChangelogLocation() {
        return CHANGELOG;
    }

    @Override
    public String getFactoryId() {
        return FindingsTablesProviderFactory.PROVIDER_ID;
    }

    @Override
    public void close() {}
}

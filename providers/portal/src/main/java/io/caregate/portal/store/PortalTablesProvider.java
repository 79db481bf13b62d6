package io.caregate.portal.store;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** The changelog and the entities of the portal's tables. */
final class PortalTablesProvider implements JpaEntityProvider {

    /** Keycloak caches changelogs by this path, so no other JAR may have the same. */
    private static final String CHANGELOG = "META-INF/caregate-portal-changelog.xml";

    @Override
    public List<Class<?>> getEntities() {
        return List.of(OwnedClient.class, StoredRequest.class, HourlyQuota.class);
    }

    @Override
    public String getChangelogLocation() {
        return CHANGELOG;
    }

    @Override
    public String getFactoryId() {
        return PortalTablesProviderFactory.PROVIDER_ID;
    }

    @Override
    public void close() {}
}

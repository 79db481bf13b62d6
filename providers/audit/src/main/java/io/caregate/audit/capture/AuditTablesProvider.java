package io.caregate.audit.capture;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** The changelog of the log's tables. They are used by SQL only, so there are no entities. */
final class AuditTablesProvider implements JpaEntityProvider {
    /** Keycloak caches changelogs by this path, so no other JAR may have the same. */
    static final String CHANGELOG = "META-INF/caregate-audit-changelog.xml";

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
        return AuditTablesProviderFactory.PROVIDER_ID;
    }

    @Override
    public void close() {}
}

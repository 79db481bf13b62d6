package io.caregate.audit.read;

import io.caregate.audit.log.AuditLog;
import io.caregate.audit.log.AuditLogProvider;
import io.caregate.audit.log.AuditLogProviderFactory;
import io.caregate.foundation.http.AdminRoom;
import java.util.Optional;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;

/** SPI {@code admin-realm-restapi-extension}: the room {@code audit} of {@link AdminRoom}. */
public final class AdminStatusProviderFactory implements AdminRealmResourceProviderFactory {
    public static final String PROVIDER_ID = AuditResourceProviderFactory.PROVIDER_ID;

    /** Empty if there is no log. */
    private Optional<AuditLog> log = Optional.empty();

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(AuditLogProvider.class);
    }

    @Override
    public AdminRealmResourceProvider create(KeycloakSession created) {
        return new AdminResources((session, realm, permissions, event) -> AdminRoom.asksFor(session, PROVIDER_ID)
                ? log.map(found -> new AdminStatusResource(new AdminRoom(session, realm, permissions, event), found))
                        .orElse(null)
                : null);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        log = AuditLogProviderFactory.logOf(factory);
    }

    @Override
    public void close() {}
}

package io.caregate.audit.read;

import io.caregate.foundation.http.AdminRoom;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;

/**
 * SPI {@code admin-realm-restapi-extension}: {@code /admin/realms/{realm}/caregate} on a server without
 * {@code caregate-policy.jar}. Where that JAR is installed, Keycloak uses its provider of this id, which leads to the
 * same rooms.
 */
public final class AdminRootProviderFactory implements AdminRealmResourceProviderFactory {
    public static final String PROVIDER_ID = "caregate";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    /** Below that of {@code caregate-policy.jar}. */
    @Override
    public int order() {
        return -1;
    }

    @Override
    public AdminRealmResourceProvider create(KeycloakSession created) {
        return new AdminResources((session, realm, permissions, event) ->
                new AdminRootResource(new AdminRoom(session, realm, permissions, event)));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}

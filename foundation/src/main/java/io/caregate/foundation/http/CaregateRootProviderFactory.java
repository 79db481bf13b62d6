package io.caregate.foundation.http;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * Creates a {@link CaregateRoot} for Keycloak. Every JAR of the pack has one with this id and order; any of them will
 * do.
 */
public final class CaregateRootProviderFactory implements RealmResourceProviderFactory {
    public static final String PROVIDER_ID = "caregate";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        CaregateRoot root = new CaregateRoot(session);
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return root;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}

package io.caregate.policy.adapter;

import io.caregate.foundation.http.CaregateRoot;
import io.caregate.foundation.http.DispatchedResourceProvider;
import io.caregate.policy.explanation.RulesResource;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** SPI {@code realm-restapi-extension}: the resource that {@link CaregateRoot} finds for {@code rules}. */
public final class RulesResourceProviderFactory implements RealmResourceProviderFactory {

    private static final String PROVIDER_ID = CaregateRoot.PREFIX + "rules";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new DispatchedResourceProvider(session, PROVIDER_ID, () -> new RulesResource(session));
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

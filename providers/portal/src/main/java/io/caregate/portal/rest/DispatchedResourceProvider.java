package io.caregate.portal.rest;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Gives out its resource to {@link CaregateRoot} only, so that it has one address and not a second under its id. */
final class DispatchedResourceProvider implements RealmResourceProvider {
    private final KeycloakSession session;
    private final String id;
    private final @Nullable Object resource;

    DispatchedResourceProvider(KeycloakSession session, String id, @Nullable Object resource) {
        this.session = session;
        this.id = id;
        this.resource = resource;
    }

    @Override
    public @Nullable Object getResource() {
        return id.equals(session.getAttribute(CaregateRoot.DISPATCHED)) ? resource : null;
    }

    @Override
    public void close() {}
}

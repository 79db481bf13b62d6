package io.caregate.foundation.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Provides its resource only to {@link CaregateRoot}, so that it has one address and not a second one under its id. */
public final class DispatchedResourceProvider implements RealmResourceProvider {
    private final KeycloakSession session;
    private final String id;
    private final Supplier<? extends @Nullable Object> resource;

    /** Takes the function that creates the resource, or refuses the request, when it is needed. */
    public DispatchedResourceProvider(
            KeycloakSession session, String id, Supplier<? extends @Nullable Object> resource) {
        this.session = session;
        this.id = id;
        this.resource = resource;
    }

    @Override
    public @Nullable Object getResource() {
        return id.equals(session.getAttribute(CaregateRoot.DISPATCHED)) ? resource.get() : null;
    }

    @Override
    public void close() {}
}

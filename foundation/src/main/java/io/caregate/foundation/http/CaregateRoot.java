package io.caregate.foundation.http;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/**
 * The resource at {@code /realms/{realm}/caregate}, which belongs to no single JAR of the pack. Each JAR contains a
 * copy of this class under a package of its own, and Keycloak uses any one of them. All copies do the same: {@code
 * caregate/{room}} is what the provider {@code caregate-{room}} of the same SPI returns. No JAR therefore needs to know
 * another.
 */
public final class CaregateRoot {
    public static final String PREFIX = "caregate-";
    /** The session attribute by which a provider knows that a root is asking; its value is the provider's id. */
    static final String DISPATCHED = "caregate.dispatched";

    private final KeycloakSession session;

    CaregateRoot(KeycloakSession session) {
        this.session = session;
    }

    /** The resource of this room; 404 if no JAR provides it. */
    @Path("{room}")
    public Object room(@PathParam("room") String room) {
        String id = PREFIX + room;
        RealmResourceProvider provider = session.getProvider(RealmResourceProvider.class, id);
        if (provider == null) {
            throw new NotFoundException();
        }
        session.setAttribute(DISPATCHED, id);
        Object resource = provider.getResource();
        if (resource == null) {
            throw new NotFoundException();
        }
        return resource;
    }
}

package io.caregate.resource;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/**
 * The resource at {@code /realms/{realm}/caregate}, which no JAR of the pack owns. Each of them brings this class under
 * a name of its own, Keycloak takes any one of them, and they all do the same: {@code caregate/{room}} is what the
 * provider {@code caregate-{room}} of the same SPI gives out. So no JAR needs to know another.
 */
public final class CaregateRoot {
    public static final String PREFIX = "caregate-";
    /** The session attribute that tells a provider that it is asked by a root; its value is the provider's id. */
    static final String DISPATCHED = "caregate.dispatched";

    private final KeycloakSession session;

    CaregateRoot(KeycloakSession session) {
        this.session = session;
    }

    /** The resource of this room; 404 when no JAR brings it. */
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

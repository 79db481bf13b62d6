package io.caregate.foundation.http;

import jakarta.ws.rs.NotFoundException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What one JAR of the pack adds to the Admin API, at {@code /admin/realms/{realm}/caregate/{room}}: the resource of the
 * provider {@code caregate-{room}} of the SPI {@code admin-realm-restapi-extension}. As with {@link CaregateRoot}, the
 * JAR that answers for {@code caregate} therefore needs to know no other.
 *
 * @param session the request's session
 * @param realm the realm in the address
 * @param permissions of the administrator who calls; Keycloak has checked their token
 * @param adminEvent the event of a change
 */
public record AdminRoom(
        KeycloakSession session, RealmModel realm, AdminPermissionEvaluator permissions, AdminEventBuilder adminEvent) {
    private static final String DISPATCHED = "caregate.admin.dispatched";

    /** The resource of this room; 404 if no JAR provides it. */
    public Object resource(String room) {
        String id = CaregateRoot.PREFIX + room;
        AdminRealmResourceProvider provider = session.getProvider(AdminRealmResourceProvider.class, id);
        if (provider == null) {
            throw new NotFoundException();
        }
        session.setAttribute(DISPATCHED, id);
        Object resource = provider.getResource(session, realm, permissions, adminEvent);
        if (resource == null) {
            throw new NotFoundException();
        }
        return resource;
    }

    /** Whether the provider of this id is asked for a room's resource, and not for one under its own id. */
    public static boolean asksFor(KeycloakSession session, String id) {
        return id.equals(session.getAttribute(DISPATCHED));
    }

    /**
     * Whether the caller's token was issued directly to its client: see {@link DirectToken}. The Admin API itself also
     * takes others.
     */
    public boolean hasDirectToken() {
        var caller = permissions.adminAuth();
        return DirectToken.is(
                session,
                caller.getToken(),
                caller.getUser(),
                session.getContext().getUserSession(),
                caller.getClient());
    }
}

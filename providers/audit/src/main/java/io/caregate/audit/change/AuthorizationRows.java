package io.caregate.audit.change;

import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.jpa.entities.PermissionTicketEntity;
import org.keycloak.authorization.jpa.entities.PolicyEntity;
import org.keycloak.authorization.jpa.entities.ResourceAttributeEntity;
import org.keycloak.authorization.jpa.entities.ResourceEntity;
import org.keycloak.authorization.jpa.entities.ResourceServerEntity;
import org.keycloak.authorization.jpa.entities.ScopeEntity;
import org.keycloak.models.jpa.entities.ClientEntity;

/** The objects that resource servers protect, and their policies, including those for administrators. */
final class AuthorizationRows {
    private static final String RESOURCE = "AUTHORIZATION_RESOURCE";

    private AuthorizationRows() {}

    static void addTo(Map<Class<?>, Function<Object, ModelRow>> rows) {
        Catalog.add(
                rows,
                ResourceServerEntity.class,
                row -> of("AUTHORIZATION_RESOURCE_SERVER", row.getId(), "", row.getId()));
        Catalog.add(
                rows,
                PolicyEntity.class,
                row -> of("AUTHORIZATION_POLICY", row.getResourceServer().getId(), "/policy/", row.getId()));
        Catalog.add(
                rows, ResourceEntity.class, row -> of(RESOURCE, row.getResourceServer(), "/resource/", row.getId()));
        Catalog.add(rows, ResourceAttributeEntity.class, row -> of(
                        RESOURCE,
                        row.getResource().getResourceServer(),
                        "/resource/",
                        row.getResource().getId())
                .part("attributes", row.getName(), row.getValue()));
        Catalog.add(
                rows,
                ScopeEntity.class,
                row -> of("AUTHORIZATION_SCOPE", row.getResourceServer().getId(), "/scope/", row.getId()));
        // A user shares a thing of their own, which happens as often as the things themselves appear.
        Catalog.add(
                rows,
                PermissionTicketEntity.class,
                row -> of(RESOURCE, row.getResourceServer().getId(), "/permission-ticket/", row.getId()));
    }

    private static ModelRow of(String type, String server, String below, String id) {
        String path = "clients/" + server + "/authz/resource-server" + (below.isEmpty() ? "" : below + id);
        return ModelRow.thing(type, path, session -> realm(session, server), id, server);
    }

    private static @Nullable String realm(Session session, String client) {
        ClientEntity found = session.find(ClientEntity.class, client);
        return found == null ? null : found.getRealmId();
    }
}

package io.caregate.audit.change;

import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.RoleEntity;

/** The names of roles, groups and clients by their ids. A deleted one is called by its id. */
final class Lookup {
    private Lookup() {}

    static Label role(String id) {
        return session -> {
            RoleEntity role = session.find(RoleEntity.class, id);
            return role == null ? id : role.getName();
        };
    }

    /** As {@code client:role} or {@code role}. */
    static Label qualifiedRole(String id) {
        return session -> {
            RoleEntity role = session.find(RoleEntity.class, id);
            if (role == null) {
                return id;
            }
            return role.isClientRole() && role.getClientId() != null
                    ? client(role.getClientId()).in(session) + ":" + role.getName()
                    : role.getName();
        };
    }

    static Label group(String id) {
        return session -> {
            GroupEntity group = session.find(GroupEntity.class, id);
            return group == null ? id : group.getName();
        };
    }

    static Label client(String id) {
        return session -> {
            ClientEntity client = session.find(ClientEntity.class, id);
            return client == null ? id : client.getClientId();
        };
    }

    /** The client that a role belongs to; null for a role of the realm. */
    static @Nullable String clientOfRole(Session session, String roleId) {
        RoleEntity role = session.find(RoleEntity.class, roleId);
        return role != null && role.isClientRole() ? role.getClientId() : null;
    }
}

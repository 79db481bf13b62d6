package io.caregate.policy.token;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.rule.RequiredRole;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;

/**
 * A user of Keycloak. The user model knows the current direct, group and composite roles on every node. No user holds a
 * role that does not exist.
 */
record SubjectReader(RealmModel realm, UserModel user) implements Subject {

    private static final ServerLog LOG = ServerLog.of(SubjectReader.class);

    static @Nullable Subject of(RealmModel realm, @Nullable UserModel user) {
        return user == null ? null : new SubjectReader(realm, user);
    }

    @Override
    public String id() {
        return user.getId();
    }

    @Override
    public @Nullable String username() {
        return user.getUsername();
    }

    @Override
    public @Nullable String email() {
        return user.getEmail();
    }

    @Override
    public boolean isTransient() {
        return LightweightUserAdapter.isLightweightUser(user);
    }

    @Override
    public boolean holds(RequiredRole required) {
        RoleModel role = find(required);
        if (role == null) {
            LOG.warnf("realm=%s required role %s does not exist and admits nobody", realm.getName(), required);
            return false;
        }
        return user.hasRole(role);
    }

    private @Nullable RoleModel find(RequiredRole required) {
        if (required.clientId() == null) {
            return realm.getRole(required.name());
        }
        ClientModel client = realm.getClientByClientId(required.clientId());
        return client == null ? null : client.getRole(required.name());
    }
}

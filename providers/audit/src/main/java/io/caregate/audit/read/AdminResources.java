package io.caregate.audit.read;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** A provider of a resource below the Admin API that holds nothing of its own. */
record AdminResources(Source source) implements AdminRealmResourceProvider {

    @Override
    public @Nullable Object getResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent) {
        return source.resource(session, realm, permissions, adminEvent);
    }

    @Override
    public void close() {}

    /** Creates the resource of one request; null for none. */
    interface Source {
        @Nullable
        Object resource(
                KeycloakSession session,
                RealmModel realm,
                AdminPermissionEvaluator permissions,
                AdminEventBuilder adminEvent);
    }
}

package io.caregate.audit.change;

import java.util.Map;
import java.util.function.Function;
import org.keycloak.models.jpa.entities.UserVerifiableCredentialEntity;
import org.keycloak.storage.jpa.entity.FederatedUserVerifiableCredentialEntity;

/** The verifiable credentials that users have. Keycloak has their entities from 26.7 on. */
final class VerifiableCredentialRows {

    private static final String ENTITY = "org.keycloak.models.jpa.entities.UserVerifiableCredentialEntity";

    private VerifiableCredentialRows() {}

    /** Whether this Keycloak has the entities. If not, {@link #addTo} must not be called. */
    static boolean exist() {
        try {
            Class.forName(ENTITY, false, VerifiableCredentialRows.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException olderVersion) {
            return false;
        }
    }

    static void addTo(Map<Class<?>, Function<Object, ModelRow>> rows) {
        Catalog.add(rows, UserVerifiableCredentialEntity.class, row -> UserRows.user(row.getUser())
                .part("credentials", "verifiable-credential", row.getClientScopeId() + row.getRevision()));
        Catalog.add(rows, FederatedUserVerifiableCredentialEntity.class, row -> UserRows.user(
                        row.getUserId(), row.getRealmId())
                .part("credentials", "verifiable-credential", row.getClientScopeId() + row.getRevision()));
    }
}

package io.caregate.check.client;

import io.caregate.check.source.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A realm, or a part of one, in a document.
 *
 * @param realm its name; null if the document names none
 * @param version the Keycloak that exported it; null if the document does not say
 * @param dialect the form in which its clients are written
 * @param document all of it, if it is in the representation of the Admin API; null if there is only a client
 */
record RealmPart(
        @Nullable String realm,
        @Nullable String version,
        Dialect dialect,
        @Nullable Value document,
        List<Value> clients) {

    private static final int WITHOUT_PATHS_OF_AUTH = 8;

    /** The names of a client's fields. */
    enum Dialect {
        /** Keycloak's representations, as in exports, imports, config-cli and the operator. */
        KEYCLOAK,
        /** The resources of the Terraform provider. */
        TERRAFORM
    }

    /** Its member {@code roles}, if it has one. */
    Optional<Value> roles() {
        return Optional.ofNullable(document).flatMap(all -> all.member("roles"));
    }

    /** Whether its clients are written by the Admin API rather than by an import. */
    boolean isForAdminApi() {
        return document == null;
    }

    /** The same, written by this Keycloak if the document does not name one; a plan is written by none. */
    RealmPart orOf(@Nullable String keycloak) {
        return version == null && dialect == Dialect.KEYCLOAK
                ? new RealmPart(realm, keycloak, dialect, document, clients)
                : this;
    }

    /** Whether Keycloak's migration gives the account client and the admin console their present addresses. */
    boolean isMigrated() {
        return Optional.ofNullable(version)
                .map(text -> text.replaceFirst("\\..*", ""))
                .filter(major -> major.matches("[0-9]{1,3}"))
                .filter(major -> Integer.parseInt(major) < WITHOUT_PATHS_OF_AUTH)
                .isPresent();
    }
}

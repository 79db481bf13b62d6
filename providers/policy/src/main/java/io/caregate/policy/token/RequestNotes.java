package io.caregate.policy.token;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What guards of this room learn in a request and need later in it. They are attributes of the Keycloak session, which
 * only code in the server can write, and end with it.
 */
record RequestNotes(KeycloakSession session) {

    private static final String NAMES_NOBODY = "caregate.names-nobody";

    /** Finds names of the users of a realm, each once in a request. */
    @SuppressWarnings("unchecked") // Only this class writes the attribute.
    ForeignName foreignName(RealmModel realm) {
        return new ForeignName(new UserDirectoryReader(session, realm), kept(NAMES_NOBODY, Set.class, HashSet::new));
    }

    private <T> T kept(String name, Class<T> type, Supplier<T> first) {
        T value = session.getAttribute(name, type);
        if (value == null) {
            value = first.get();
            session.setAttribute(name, value);
        }
        return value;
    }
}

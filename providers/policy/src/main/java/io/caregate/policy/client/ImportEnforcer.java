package io.caregate.policy.client;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.rule.Finding;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.validation.ValidationUtil;

/**
 * The imports of a session: a realm that it creates with its clients, or a partial import. Their clients are judged
 * together when the realm is complete, and at the latest before the transaction is committed. A person who corrects a
 * file wants to see all of its problems, and Keycloak's migrations, which run last, bring Keycloak's own clients of old
 * versions into their present form. Nothing that is refused is ever stored.
 */
final class ImportEnforcer {

    private static final String NEW_REALM = "caregate.new-realm.";
    private static final String PARTIAL = "caregate.partial-import.";
    private static final String PARTIAL_IMPORT = "/partialImport";

    private final Enforcement enforcement;
    private final KeycloakSession session;
    private final Function<ClientModel, List<Finding>> judge;

    /**
     * Imports of which nothing has been read yet.
     *
     * @param judge the problems of a new client
     */
    ImportEnforcer(Enforcement enforcement, Function<ClientModel, List<Finding>> judge) {
        this.enforcement = enforcement;
        this.session = enforcement.session();
        this.judge = judge;
    }

    /** Begins the import of a realm. */
    void begin(RealmModel realm) {
        session.setAttribute(NEW_REALM + realm.getId(), new Import(realm, true));
    }

    /** Ends the import of a realm, and throws the refusal of its clients. */
    void end(RealmModel realm) {
        if (session.removeAttribute(NEW_REALM + realm.getId()) instanceof Import whole) {
            whole.refuse();
        }
    }

    /**
     * Whether the client belongs to an import, and is judged at its end.
     *
     * @param broken its problems so far
     */
    boolean take(ClientModel client, List<Finding> broken) {
        RealmModel realm = client.getRealm();
        @Nullable Import current = session.getAttribute(NEW_REALM + realm.getId(), Import.class);
        if (current == null && isPartialImport()) {
            current = session.getAttribute(PARTIAL + realm.getId(), Import.class);
            if (current == null) {
                current = new Import(realm, false);
                session.setAttribute(PARTIAL + realm.getId(), current);
            }
        }
        if (current == null) {
            return false;
        }
        current.clients.add(client.getId());
        if (current.isNew && !broken.isEmpty()) {
            // At a client that Keycloak itself refuses, it ends the creation of a realm with a server error.
            ValidationUtil.validateClient(session, client, false, invalid -> end(realm));
        }
        return true;
    }

    // Only the time of the refusal depends on it: everything accepted is judged before the commit.
    private boolean isPartialImport() {
        return Enforcement.isRequest(session)
                && session.getContext().getUri().getPath().endsWith(PARTIAL_IMPORT);
    }

    /** The clients of one import, by their ids. */
    private final class Import extends AbstractKeycloakTransaction {
        private final RealmModel realm;
        private final boolean isNew;
        private final Set<String> clients = new LinkedHashSet<>();

        Import(RealmModel realm, boolean isNew) {
            this.realm = realm;
            this.isNew = isNew;
            session.getTransactionManager().enlistPrepare(this);
        }

        void refuse() {
            new ClientRefusalEnforcer(enforcement.in(realm)).refuse(explaining(), judged());
        }

        private RefusedImport judged() {
            Map<String, List<Finding>> broken = new LinkedHashMap<>();
            for (String id : clients) {
                @Nullable ClientModel client = realm.getClientById(id);
                List<Finding> findings = client == null ? List.of() : judge.apply(client);
                if (client != null && !findings.isEmpty()) {
                    broken.put(client.getClientId(), findings);
                }
            }
            clients.clear();
            return new RefusedImport(broken);
        }

        // A refused realm is never created; the administrators' realm exists.
        private RealmModel explaining() {
            @Nullable
            RealmModel administrators = isNew ? session.realms().getRealmByName(Config.getAdminRealm()) : null;
            return administrators == null ? realm : administrators;
        }

        // Keycloak accepts no more events of a session whose transaction is being committed.
        @Override
        protected void commitImpl() {
            RefusedImport broken = judged();
            if (!broken.isEmpty()) {
                KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(), session.getContext(), fresh -> {
                            @Nullable RealmModel stored = fresh.realms().getRealm(realm.getId());
                            Enforcement own = new Enforcement(enforcement.options(), fresh)
                                    .in(stored == null ? explaining() : stored);
                            new ClientRefusalEnforcer(own).refuse(explaining(), broken);
                        });
            }
        }

        @Override
        protected void rollbackImpl() {
            // Nothing was stored.
        }
    }
}

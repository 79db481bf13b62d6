package io.caregate.policy.client;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.rule.PrintableText;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * Reports when a realm's own client policies are edited or broken. The pack's rules do not need them, but an operator's
 * global policies do: if the realm's list cannot be read, Keycloak silently applies no policy at all.
 *
 * <p>An edit through the Admin API becomes an admin event of the resource type {@value #RESOURCE_TYPE}, which Keycloak
 * itself does not raise. Any other change, such as one of the realm's attributes or of the database, is noticed at the
 * next request that asks for the policies, separately on each node.
 */
public final class ClientPolicyMonitor {
    /** The resource type of the admin event. */
    static final String RESOURCE_TYPE = "CLIENT_POLICIES";

    private static final ServerLog LOG = ServerLog.of(ClientPolicyMonitor.class);
    private static final String ERROR = "client_policies_unreadable";

    private final Map<String, StoredPolicies> seen = new ConcurrentHashMap<>();

    private static StoredPolicies stored(RealmModel realm) {
        return new StoredPolicies(
                realm.getAttribute(Constants.CLIENT_PROFILES), realm.getAttribute(Constants.CLIENT_POLICIES));
    }

    /**
     * Checks whether something has changed since the last check on this node.
     *
     * @param flaw why Keycloak cannot apply the stored policies, if it cannot; asked only after a change
     */
    public void inspect(KeycloakSession session, RealmModel realm, Supplier<Optional<String>> flaw) {
        StoredPolicies now = stored(realm);
        // The usual case: it takes no lock.
        if (now.equals(seen.get(realm.getId())) || DryRun.is(session)) {
            return;
        }
        now.since(seen.put(realm.getId(), now), flaw).ifPresent(change -> report(session, realm, change));
    }

    private static void report(KeycloakSession session, RealmModel realm, StoredPolicies.Change change) {
        if (change.flaw() != null) {
            reportBroken(session, realm, change.flaw());
        } else {
            LOG.warnf("Client policies changed realm=%s; the rules of Caregate rest on none", realm.getName());
        }
    }

    /** An edit through the Admin API has been stored, by the user of this request. */
    public void edited(KeycloakSession session, RealmModel realm, String path) {
        if (DryRun.is(session)) {
            return;
        }
        seen.put(realm.getId(), stored(realm));
        UserModel author = session.getContext().getUser();
        ClientModel client = session.getContext().getClient();
        LOG.warnf(
                "Client policies edited realm=%s path=%s by=%s; the rules of Caregate rest on none",
                realm.getName(), path, author == null ? "start" : author.getId());
        if (author != null && client != null) {
            new AdminEventBuilder(
                            realm,
                            new AdminAuth(client.getRealm(), null, author, client),
                            session,
                            session.getContext().getConnection())
                    .operation(OperationType.UPDATE)
                    .resource(RESOURCE_TYPE)
                    .resourcePath(path)
                    .success();
        }
    }

    /** The realm is gone. */
    public void forget(RealmModel realm) {
        seen.remove(realm.getId());
    }

    private static void reportBroken(KeycloakSession session, RealmModel realm, String flaw) {
        String shown = PrintableText.printable(flaw, 200);
        LOG.errorf(
                "Client policies broken realm=%s: %s. Keycloak takes that for no policy, also not the operator's global"
                        + " ones; the rules of Caregate rest on none. Store a list that can be read",
                realm.getName(), shown);
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.CLIENT_UPDATE)
                .detail(Details.REASON, "The realm's client policies cannot be read: " + shown)
                .error(ERROR);
    }
}

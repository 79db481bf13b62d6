package io.caregate.portal.store;

import jakarta.persistence.EntityManager;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Deletes the rows of removed objects, in the transaction that removes them. A developer's clients stay when the
 * developer is removed, since patients may depend on them; administrators then manage them.
 */
public final class RemovalListener implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof ClientModel.ClientRemovedEvent removed) {
            forget(removed.getKeycloakSession(), removed.getClient().getId());
        } else if (event instanceof UserModel.UserRemovedEvent removed) {
            String user = removed.getUser().getId();
            update(removed.getKeycloakSession(), "delete from CaregateOwnedClient c where c.ownerId = :id", user);
            update(removed.getKeycloakSession(), "delete from CaregateClientRequest r where r.requesterId = :id", user);
            update(removed.getKeycloakSession(), "delete from CaregateHourlyQuota p where p.userId = :id", user);
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            String realm = removed.getRealm().getId();
            update(removed.getKeycloakSession(), "delete from CaregateOwnedClient c where c.realmId = :id", realm);
            update(removed.getKeycloakSession(), "delete from CaregateClientRequest r where r.realmId = :id", realm);
            update(removed.getKeycloakSession(), "delete from CaregateHourlyQuota p where p.realmId = :id", realm);
        }
    }

    // The deletion of a realm also removes thousands of clients; most have no rows here. The requests of a client's
    // owner go with the owner, so if there is no owner there is no request either.
    private static void forget(KeycloakSession session, String client) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        OwnedClient owned = entities.find(OwnedClient.class, client);
        if (owned != null) {
            entities.remove(owned);
            update(
                    session,
                    "update CaregateClientRequest r set r.state = 'withdrawn' where r.clientUuid = :id"
                            + " and r.state = 'pending'",
                    client);
            update(
                    session,
                    "update CaregateClientRequest r set r.clientUuid = null, r.secretWaits = false"
                            + " where r.clientUuid = :id",
                    client);
        }
    }

    private static void update(KeycloakSession session, String statement, String id) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        entities.createQuery(statement).setParameter("id", id).executeUpdate();
    }
}

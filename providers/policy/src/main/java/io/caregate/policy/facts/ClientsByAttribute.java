package io.caregate.policy.facts;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The clients of a realm that have an attribute, whatever its value is. Keycloak's own search needs the value, and a
 * server option. One query in the request's transaction, which sees what other transactions have committed.
 */
public final class ClientsByAttribute {

    private ClientsByAttribute() {}

    /** The clients, as Keycloak's models. */
    public static Stream<ClientModel> in(KeycloakSession session, RealmModel realm, String attribute) {
        return ids(session, realm, attribute).stream().map(realm::getClientById).filter(client -> client != null);
    }

    private static List<String> ids(KeycloakSession session, RealmModel realm, String attribute) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return entities.createQuery(
                        "select a.client.id from ClientAttributeEntity a"
                                + " where a.client.realmId = :realm and a.name = :name",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("name", attribute)
                .setFlushMode(FlushModeType.COMMIT)
                .getResultList();
    }
}

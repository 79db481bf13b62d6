package io.caregate.portal.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;

/**
 * The portal's tables, of one realm, in the transaction of a request. Rows that change together are locked: a user's
 * {@link HourlyQuota} while they create a client, a client's row while it changes, a request's row during a decision.
 * This also works with several nodes on one database.
 */
public final class PortalStore {
    private final EntityManager entities;
    private final String realm;

    public PortalStore(KeycloakSession session) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realm = session.getContext().getRealm().getId();
    }

    /**
     * Locks this user's creations until the transaction ends. Empty if another of their requests has just created the
     * row; then this transaction can only be rolled back, and the next one finds the row.
     */
    public Optional<HourlyQuota> lockQuota(String userId, long now) {
        try {
            HourlyQuota quota = entities.find(HourlyQuota.class, userId, LockModeType.PESSIMISTIC_WRITE);
            if (quota == null) {
                quota = new HourlyQuota(userId, realm, now);
                entities.persist(quota);
                entities.flush();
            }
            return Optional.of(quota);
        } catch (ModelDuplicateException | PersistenceException quicker) {
            return Optional.empty();
        }
    }

    /** Makes a user the owner of a client. */
    public OwnedClient addClient(String clientUuid, String ownerId, String kind, long now) {
        OwnedClient owned = new OwnedClient(clientUuid, realm, ownerId, kind, now);
        entities.persist(owned);
        return owned;
    }

    /** The client, if this user owns it. */
    public Optional<OwnedClient> clientOf(String ownerId, String clientUuid) {
        return found(OwnedClient.class, clientUuid).filter(client -> isOf(ownerId, client));
    }

    /** The id of the user who owns this client; empty if it does not belong to the portal. */
    public Optional<String> ownerOf(String clientUuid) {
        return found(OwnedClient.class, clientUuid)
                .filter(client -> realm.equals(client.realmId()))
                .map(OwnedClient::ownerId);
    }

    private boolean isOf(String ownerId, OwnedClient client) {
        return realm.equals(client.realmId()) && ownerId.equals(client.ownerId());
    }

    /** The same, and no one else changes it through the portal until the transaction ends. */
    public Optional<OwnedClient> lockClientOf(String ownerId, String clientUuid) {
        return clientOf(ownerId, clientUuid)
                .flatMap(seen -> locked(OwnedClient.class, seen, clientUuid))
                .filter(client -> isOf(ownerId, client));
    }

    /** All clients of this user, newest first. */
    public List<OwnedClient> clientsOf(String ownerId) {
        return entities
                .createQuery(
                        "select c from CaregateOwnedClient c where c.realmId = :realm and c.ownerId = :owner"
                                + " order by c.createdAt desc, c.clientUuid",
                        OwnedClient.class)
                .setParameter("realm", realm)
                .setParameter("owner", ownerId)
                .getResultList()
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** The number of this user's clients, including new ones that they have requested. */
    public int clientCount(String ownerId) {
        long owned = entities.createQuery(
                        "select count(c) from CaregateOwnedClient c where c.realmId = :realm and c.ownerId = :owner",
                        Long.class)
                .setParameter("realm", realm)
                .setParameter("owner", ownerId)
                .getSingleResult();
        long asked = entities.createQuery(
                        "select count(r) from CaregateClientRequest r where r.realmId = :realm"
                                + " and r.requesterId = :owner and r.state = 'pending' and r.basedOn is null",
                        Long.class)
                .setParameter("realm", realm)
                .setParameter("owner", ownerId)
                .getSingleResult();
        return (int) (owned + asked);
    }

    /** The number of requests of all users that wait for a decision. */
    public int pendingCount() {
        return entities.createQuery(
                        "select count(r) from CaregateClientRequest r where r.realmId = :realm"
                                + " and r.state = 'pending'",
                        Long.class)
                .setParameter("realm", realm)
                .getSingleResult()
                .intValue();
    }

    public void addRequest(StoredRequest request) {
        entities.persist(request);
    }

    /** A request of this realm; a {@link DamagedRowException} if it cannot be read. */
    public Optional<StoredRequest> request(String id) {
        return found(StoredRequest.class, id)
                .filter(request -> realm.equals(request.realmId()))
                .map(StoredRequest::readable);
    }

    /** The same, and no one else decides on it until the transaction ends. */
    public Optional<StoredRequest> lockRequest(String id) {
        return request(id)
                .flatMap(seen -> locked(StoredRequest.class, seen, id))
                .map(StoredRequest::readable);
    }

    /** PostgreSQL takes no text with a NUL, as an address can have it. */
    private <T> Optional<T> found(Class<T> table, String id) {
        return id.indexOf('\0') < 0 ? Optional.ofNullable(entities.find(table, id)) : Optional.empty();
    }

    /** A row as it is once it is locked; empty if it was removed meanwhile, for which a refresh would fail. */
    private <T> Optional<T> locked(Class<T> table, T seen, String id) {
        entities.detach(seen);
        return Optional.ofNullable(entities.find(table, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The id of the request that waits to change this client, or null. */
    public @Nullable String pendingChange(String clientUuid) {
        return entities.createQuery(
                        "select r.id from CaregateClientRequest r where r.clientUuid = :client and r.state = 'pending'",
                        String.class)
                .setParameter("client", clientUuid)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    /** Requests of one user or of all, in one state or in all, newest first, readable or not. */
    public List<StoredRequest> requests(@Nullable String requester, @Nullable String state, int first, int most) {
        String query = "select r from CaregateClientRequest r where r.realmId = :realm"
                + (requester == null ? "" : " and r.requesterId = :requester")
                + (state == null ? "" : " and r.state = :state")
                + " order by r.createdAt desc, r.id";
        TypedQuery<StoredRequest> found =
                entities.createQuery(query, StoredRequest.class).setParameter("realm", realm);
        if (requester != null) {
            found.setParameter("requester", requester);
        }
        if (state != null) {
            found.setParameter("state", state);
        }
        // A row without an id, because its key was removed, is not an entity.
        return found.setFirstResult(first).setMaxResults(most).getResultList().stream()
                .filter(Objects::nonNull)
                .toList();
    }
}

package io.caregate.audit.capture;

import io.caregate.foundation.log.ServerLog;
import java.util.Objects;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.RealmEntity;

/**
 * The circumstances in which a transaction changes the model. They are noted when its first change is heard, since the
 * request may be over afterwards. Names are looked up once all rows are written.
 */
final class Circumstances {
    private static final ServerLog LOG = ServerLog.of(Circumstances.class);

    private final @Nullable KeycloakSession session;
    private final RequestFacts request;
    private final Origin origin;
    private @Nullable Session database;

    Circumstances(@Nullable KeycloakSession session) {
        this.session = session;
        this.request = session == null ? RequestFacts.NONE : RequestFacts.of(session);
        this.origin = Origin.of(request);
    }

    RequestFacts request() {
        return request;
    }

    Origin origin() {
        return origin;
    }

    /** From now on the database may be read. */
    void readFrom(Session opened) {
        database = opened;
    }

    Actor actor() {
        boolean byItself = origin == Origin.WORKFLOW || origin == Origin.SERVER;
        return session == null || byItself ? Actor.NOBODY : Actor.of(session);
    }

    /** The realm's id, or that of the session if the change does not name a realm. */
    @Nullable
    String realmId(@Nullable String known) {
        RealmModel realm = known == null ? realm() : null;
        return realm == null ? known : realm.getId();
    }

    @Nullable
    String realmName(@Nullable String id) {
        RealmModel realm = realm();
        if (realm != null && (id == null || Objects.equals(realm.getId(), id))) {
            return realm.getName();
        }
        RealmEntity found = id == null || database == null ? null : database.find(RealmEntity.class, id);
        return found == null ? null : found.getName();
    }

    private @Nullable RealmModel realm() {
        try {
            return session == null ? null : session.getContext().getRealm();
        } catch (RuntimeException e) {
            LOG.debugf(e, "no realm of the session");
            return null;
        }
    }
}

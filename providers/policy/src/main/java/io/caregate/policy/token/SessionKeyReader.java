package io.caregate.policy.token;

import java.util.Optional;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** The key that finds a client session again in another transaction. */
record SessionKeyReader(String realm, String userSession, boolean offline, String client) {
    static SessionKeyReader of(AuthenticatedClientSessionModel clientSession) {
        UserSessionModel userSession = clientSession.getUserSession();
        return new SessionKeyReader(
                clientSession.getRealm().getId(),
                userSession.getId(),
                userSession.isOffline(),
                clientSession.getClient().getId());
    }

    /** The client session as it is now; empty if it is gone. */
    Optional<AuthenticatedClientSessionModel> find(KeycloakSession own) {
        RealmModel same = own.realms().getRealm(realm);
        if (same == null) {
            return Optional.empty();
        }
        own.getContext().setRealm(same);
        UserSessionModel found = offline
                ? own.sessions().getOfflineUserSession(same, userSession)
                : own.sessions().getUserSession(same, userSession);
        return Optional.ofNullable(found).map(session -> session.getAuthenticatedClientSessionByClient(client));
    }
}

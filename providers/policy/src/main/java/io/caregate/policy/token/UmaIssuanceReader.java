package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;
import org.keycloak.services.managers.AuthenticationManager;

/** The client and the session of an ID token in Keycloak. */
record UmaIssuanceReader(
        KeycloakSession session,
        RealmModel realm,
        @Nullable ClientModel client,
        @Nullable UserSessionModel userSession) implements UmaGuard.Issuance {

    static UmaIssuanceReader of(KeycloakSession session, IDToken token) {
        RealmModel realm = session.getContext().getRealm();
        return new UmaIssuanceReader(
                session,
                realm,
                realm.getClientByClientId(token.getIssuedFor()),
                validSession(session, realm, token.getSessionId()));
    }

    private static @Nullable UserSessionModel validSession(
            KeycloakSession session, RealmModel realm, @Nullable String id) {
        if (id == null) {
            return null;
        }
        UserSessionModel online = session.sessions().getUserSession(realm, id);
        if (online != null && AuthenticationManager.isSessionValid(realm, online)) {
            return online;
        }
        UserSessionModel offline = session.sessions().getOfflineUserSession(realm, id);
        return offline != null && AuthenticationManager.isSessionValid(realm, offline) ? offline : null;
    }

    private @Nullable UserModel user() {
        return userSession == null ? null : userSession.getUser();
    }

    @Override
    public @Nullable String enabledClient() {
        return client != null && client.isEnabled() ? client.getClientId() : null;
    }

    @Override
    public boolean isPublicClient() {
        return client != null && client.isPublicClient();
    }

    @Override
    public boolean hasSession() {
        return client != null
                && userSession != null
                && userSession.getAuthenticatedClientSessionByClient(client.getId()) != null;
    }

    @Override
    public boolean isUserEnabled() {
        UserModel user = user();
        return user != null && user.isEnabled();
    }

    @Override
    public long notBefore() {
        return Math.max(
                Math.max(realm.getNotBefore(), client == null ? 0 : client.getNotBefore()),
                session.users().getNotBeforeOfUser(realm, user()));
    }
}

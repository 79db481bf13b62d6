package io.caregate.policy.token;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Retry;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A line in Keycloak. The marks are in its store of single-use objects. The line's next token is a note of the client
 * session, so that every node sees it and it survives a restart. Where Keycloak creates a session for each refresh, the
 * note is in the store of single-use objects as long as the token lives.
 *
 * @param session the session of the transaction that sees this
 * @param name the line
 * @param owner the key that finds the client session in any transaction
 * @param noted the client session, if it still exists
 * @param forOneRequest whether Keycloak creates a session for each refresh, with which a note would disappear
 */
record RefreshLineStore(
        KeycloakSession session,
        String name,
        SessionKeyReader owner,
        Supplier<Optional<AuthenticatedClientSessionModel>> noted,
        boolean forOneRequest)
        implements RefreshLine.Store {

    private static final String NOTE = "caregate.refresh.";
    private static final String NEXT_KEY = "caregate.refresh.next.";
    private static final String NEXT = "next";
    private static final int MOST_TRIES = 10;
    private static final int FIRST_PAUSE_MILLIS = 10;

    static RefreshLineStore of(KeycloakSession session, String name, AuthenticatedClientSessionModel clientSession) {
        return new RefreshLineStore(
                session,
                name,
                SessionKeyReader.of(clientSession),
                () -> Optional.of(clientSession),
                // As for the refresh tokens of credentials.
                clientSession.getUserSession().getPersistenceState()
                        == UserSessionModel.SessionPersistenceState.TRANSIENT);
    }

    /** The same line, seen in another transaction. */
    RefreshLineStore in(KeycloakSession own) {
        return new RefreshLineStore(own, name, owner, () -> owner.find(own), forOneRequest);
    }

    @Override
    public boolean mark(String key, long seconds) {
        return session.singleUseObjects().putIfAbsent(key, seconds);
    }

    @Override
    public boolean isMarked(String key) {
        return session.singleUseObjects().contains(key);
    }

    @Override
    public void unmark(String key) {
        session.singleUseObjects().remove(key);
    }

    @Override
    public @Nullable String next() {
        if (!forOneRequest) {
            return noted.get().map(found -> found.getNote(NOTE + name)).orElse(null);
        }
        Map<String, String> notes = session.singleUseObjects().get(NEXT_KEY + name);
        return notes == null ? null : notes.get(NEXT);
    }

    // The cache returns the same client session to other requests, and a rollback does not remove a note.
    @Override
    public void setNext(@Nullable String tokenId, long seconds) {
        if (!forOneRequest) {
            noted.get().ifPresent(found -> note(found, tokenId));
        } else if (tokenId == null) {
            session.singleUseObjects().remove(NEXT_KEY + name);
        } else {
            session.singleUseObjects().put(NEXT_KEY + name, seconds, Map.of(NEXT, tokenId));
        }
    }

    private void note(AuthenticatedClientSessionModel found, @Nullable String tokenId) {
        if (tokenId == null) {
            found.removeNote(NOTE + name);
        } else {
            found.setNote(NOTE + name, tokenId);
        }
    }

    // In separate transactions: that of the request is over, or will be rolled back. Another request may change the
    // same rows meanwhile.
    @Override
    public void deleteSession() {
        Retry.executeWithBackoff(
                attempt -> KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(),
                        own -> owner.find(own).ifPresent(found -> found.detachFromUserSession())),
                MOST_TRIES,
                FIRST_PAUSE_MILLIS);
    }
}

package io.caregate.policy.token;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Retry;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What all nodes know of a line of refresh tokens while requests race for it: which token is used up, whether a refresh
 * is on its way, whether the line has ended. It is kept in the store of single-use objects, where a change is seen by
 * every node at once and no rollback takes it back.
 *
 * <p>Of requests with the same token the first that takes it goes on, whatever the others do meanwhile, and ends the
 * line once it is done if it finds that there were others. A token of the line that was used earlier ends the line at
 * once.
 *
 * <p>The client session itself is deleted by one request only, so that none fails for a row that another has deleted:
 * by the refresh on its way, once it is done; where there is none, by the request that has seen the reuse. A refresh
 * says that it is on its way, or done, before it looks for a reuse, and a reuse is written down before it looks for a
 * refresh; so one of the two always sees the other.
 */
final class RefreshLine {
    private static final String PREFIX = "caregate.refresh.";
    private static final String NEXT = "next";
    private static final long USED_SECONDS = 60;
    private static final long BUSY_SECONDS = 60;
    private static final long ENDED_SECONDS = 24L * 60 * 60;
    private static final int MOST_TRIES = 10;
    private static final int FIRST_PAUSE_MILLIS = 10;

    private final String name;
    private final SessionKey owner;
    private final long endedSeconds;

    /**
     * A line.
     *
     * @param lives for how many seconds a token of the line can be used; an ended line is remembered at least as long
     */
    RefreshLine(String name, SessionKey owner, long lives) {
        this.name = name;
        this.owner = owner;
        this.endedSeconds = Math.max(ENDED_SECONDS, lives);
    }

    /** The token that comes next, where no session can keep it; null if none is known. */
    @Nullable
    String next(KeycloakSession session) {
        Map<String, String> notes = objects(session).get(next());
        return notes == null ? null : notes.get(NEXT);
    }

    /** Keeps the token that comes next, once the request succeeds. */
    void setNext(KeycloakSession session, String tokenId, long seconds) {
        objects(session).put(next(), seconds, Map.of(NEXT, tokenId));
    }

    /** Takes a token for this request; false if another request has it, or had it a moment ago. */
    boolean take(KeycloakSession session, String tokenId) {
        return objects(session).putIfAbsent(used(tokenId), USED_SECONDS);
    }

    /** Gives it back: a refresh that fails is no use of the token. */
    void giveBack(KeycloakSession session, String tokenId) {
        objects(session).remove(used(tokenId));
    }

    /** Says that a refresh is on its way; false if the line has ended. */
    boolean begin(KeycloakSession session) {
        objects(session).putIfAbsent(busy(), BUSY_SECONDS);
        if (!hasEnded(session)) {
            return true;
        }
        objects(session).remove(busy());
        return false;
    }

    /**
     * Says that the refresh with this token is done, whatever came of it, and deletes the client session if the line
     * has ended.
     */
    void finish(KeycloakSession session, String tokenId) {
        objects(session).putIfAbsent(done(tokenId), USED_SECONDS);
        objects(session).remove(busy());
        if (objects(session).contains(again(tokenId))) {
            end(session);
        } else if (hasEnded(session)) {
            delete(session);
        }
    }

    /**
     * Says that a token came again that {@link #take another request has}, and ends the line as soon as that one is
     * done.
     */
    void endAfter(KeycloakSession session, String tokenId) {
        objects(session).putIfAbsent(again(tokenId), endedSeconds);
        if (objects(session).contains(done(tokenId))) {
            end(session);
        }
    }

    /** Ends the line. */
    void end(KeycloakSession session) {
        objects(session).putIfAbsent(ended(), endedSeconds);
        if (!objects(session).contains(busy())) {
            delete(session);
        }
    }

    private boolean hasEnded(KeycloakSession session) {
        return objects(session).contains(ended());
    }

    // In transactions of their own: that of the request is over, or will be rolled back. Another request may change the
    // same rows meanwhile.
    private void delete(KeycloakSession session) {
        Retry.executeWithBackoff(
                attempt -> KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(),
                        own -> owner.find(own).ifPresent(found -> found.detachFromUserSession())),
                MOST_TRIES,
                FIRST_PAUSE_MILLIS);
    }

    private static SingleUseObjectProvider objects(KeycloakSession session) {
        return session.singleUseObjects();
    }

    private static String used(String tokenId) {
        return PREFIX + tokenId;
    }

    private static String done(String tokenId) {
        return PREFIX + "done." + tokenId;
    }

    private static String again(String tokenId) {
        return PREFIX + "again." + tokenId;
    }

    private String next() {
        return PREFIX + "next." + name;
    }

    private String busy() {
        return PREFIX + "busy." + name;
    }

    private String ended() {
        return PREFIX + "ended." + name;
    }
}

package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Hook;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTask;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.clientpolicy.context.TokenRefreshResponseContext;

/**
 * A refresh token of a public client is good for one use (RFC 9700 section 4.14.2), whatever the realm says. Each
 * refresh names the token that comes next in its line; any other token of that line is an old one that somebody has
 * kept. Since nobody can tell which of the two holders is the thief, the client's session ends with it, and the user
 * signs in again.
 *
 * <p>The line's next token is a note of the client session, so that every node sees it and it outlives a restart. Two
 * uses at the same moment on two nodes are told apart by a single-use object.
 *
 * <p>A token that is bound to a key of its client (RFC 8705, RFC 9449) is no use to a thief and may be used again.
 */
public final class RotationGuard {
    /** The claim of a refresh token with the id of the first token of its line. */
    private static final String LINE = "caregate_line";

    private static final String NEXT = "caregate.refresh.";
    private static final String NONE = "none";
    private static final long SIMULTANEOUS_SECONDS = 60;

    private final Enforcement enforcement;

    public RotationGuard(PolicyOptions options) {
        this.enforcement = new Enforcement(options);
    }

    /**
     * Throws {@code invalid_grant} if the presented token was used before, after the client session is ended.
     *
     * @param context the answer that is about to be built; Keycloak has verified the presented token
     */
    public void check(KeycloakSession session, TokenRefreshResponseContext context) {
        TokenManager.AccessTokenResponseBuilder response = context.getAccessTokenResponseBuilder();
        AuthenticatedClientSessionModel clientSession =
                response.getClientSessionCtx().getClientSession();
        if (!clientSession.getClient().isPublicClient()) {
            return;
        }
        RefreshToken presented =
                ParsedToken.parse(context.getParams().getFirst(OAuth2Constants.REFRESH_TOKEN), RefreshToken.class);
        if (isBound(clientSession.getClient(), presented)) {
            return;
        }
        String line = line(presented);
        if (isUsed(session, clientSession, line, presented.getId()) && isRefused(session, clientSession, presented)) {
            throw answer(session, clientSession.getClient());
        }
        RefreshToken next = response.getRefreshToken();
        setNext(session, clientSession, NEXT + line, next == null ? NONE : next.getId());
        if (next != null) {
            next.getOtherClaims().put(LINE, line);
        }
    }

    // The cache hands out the session that other requests have too, and a rollback does not take a note back.
    private static void setNext(
            KeycloakSession session, AuthenticatedClientSessionModel clientSession, String note, String next) {
        @Nullable String before = clientSession.getNote(note);
        SessionKey key = SessionKey.of(clientSession);
        onRollback(session, own -> {
            AuthenticatedClientSessionModel same = key.find(own);
            if (same != null && next.equals(same.getNote(note))) {
                if (before == null) {
                    same.removeNote(note);
                } else {
                    same.setNote(note, before);
                }
            }
        });
        clientSession.setNote(note, next);
    }

    // Bound to a key that Keycloak has just asked for: that of a proof always, that of a certificate only as long
    // as the client's setting says so.
    private static boolean isBound(ClientModel client, RefreshToken token) {
        AccessToken.Confirmation key = token.getConfirmation();
        return key != null
                && (key.getKeyThumbprint() != null
                        || OIDCAdvancedConfigWrapper.fromClientModel(client).isUseMtlsHokToken());
    }

    private static String line(RefreshToken token) {
        Object line = token.getOtherClaims().get(LINE);
        return line == null ? token.getId() : line.toString();
    }

    private static boolean isUsed(
            KeycloakSession session, AuthenticatedClientSessionModel clientSession, String line, String id) {
        @Nullable String next = clientSession.getNote(NEXT + line);
        boolean old = next == null ? !line.equals(id) : !next.equals(id);
        return old || !isFirst(session, NEXT + id);
    }

    // A refresh that fails for another reason is no use of the token.
    private static boolean isFirst(KeycloakSession session, String key) {
        boolean first = session.singleUseObjects().putIfAbsent(key, SIMULTANEOUS_SECONDS);
        if (first) {
            onRollback(session, own -> own.singleUseObjects().remove(key));
        }
        return first;
    }

    private static void onRollback(KeycloakSession session, KeycloakSessionTask task) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {}

            @Override
            protected void rollbackImpl() {
                KeycloakModelUtils.runJobInTransaction(factory, task);
            }
        });
    }

    private boolean isRefused(
            KeycloakSession session, AuthenticatedClientSessionModel clientSession, RefreshToken presented) {
        UserSessionModel userSession = clientSession.getUserSession();
        Refusal refusal = Refusal.by(
                        RuleId.REFRESH_ROTATION,
                        Hook.REFRESH,
                        EventType.REFRESH_TOKEN,
                        OAuthErrorException.INVALID_GRANT,
                        "The refresh token was used before; sign in again, and keep only the newest refresh token")
                .ofClient(clientSession.getClient().getClientId())
                .ofUser(
                        userSession.getUser() == null
                                ? null
                                : userSession.getUser().getId())
                .with("refresh_token_id", presented.getId());
        boolean refused = enforcement.refuses(session, clientSession.getRealm(), refusal);
        if (refused) {
            end(session, clientSession);
        }
        return refused;
    }

    // In a transaction of its own: that of the request is rolled back with the refusal.
    private static void end(KeycloakSession session, AuthenticatedClientSessionModel clientSession) {
        SessionKey key = SessionKey.of(clientSession);
        session.getTransactionManager().setRollbackOnly();
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
            AuthenticatedClientSessionModel ended = key.find(own);
            if (ended != null) {
                ended.detachFromUserSession();
            }
        });
    }

    /** By what a client session is found again in another transaction. */
    private record SessionKey(String realm, String userSession, boolean offline, String client) {
        static SessionKey of(AuthenticatedClientSessionModel clientSession) {
            UserSessionModel userSession = clientSession.getUserSession();
            return new SessionKey(
                    clientSession.getRealm().getId(),
                    userSession.getId(),
                    userSession.isOffline(),
                    clientSession.getClient().getId());
        }

        @Nullable
        AuthenticatedClientSessionModel find(KeycloakSession own) {
            RealmModel same = own.realms().getRealm(realm);
            own.getContext().setRealm(same);
            UserSessionModel found = offline
                    ? own.sessions().getOfflineUserSession(same, userSession)
                    : own.sessions().getUserSession(same, userSession);
            return found == null ? null : found.getAuthenticatedClientSessionByClient(client);
        }
    }

    private static CorsErrorResponseException answer(KeycloakSession session, ClientModel client) {
        return RefusalAnswers.oauth(
                session,
                client,
                OAuthErrorException.INVALID_GRANT,
                "The refresh token was used before; sign in again " + RuleId.REFRESH_ROTATION.reference());
    }
}

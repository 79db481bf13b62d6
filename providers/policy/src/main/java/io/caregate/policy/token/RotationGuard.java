package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTask;
import org.keycloak.models.UserModel;
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
 * refresh names the token that comes next in its line; any other token of that line is an old one that was kept. Nobody
 * can tell which of the two holders is the thief, so the client's session ends with it, and the user signs in again.
 *
 * <p>The line's next token is a note of the client session, so that every node sees it and it outlives a restart. Where
 * Keycloak makes a session for each refresh, it is in the store of single-use objects as long as the token lives. Uses
 * at the same moment, on whatever nodes, are told apart by a {@link RefreshLine}.
 *
 * <p>A token that is bound to a key of its client (RFC 8705, RFC 9449) is no use to a thief and may be used again.
 *
 * <p>Where the rule only reports, tokens and sessions stay as Keycloak makes them: only a second use within
 * {@value #REPORTED_SECONDS} seconds is seen.
 */
public final class RotationGuard {
    /** The claim of a refresh token with the id of the first token of its line. */
    private static final String LINE = "caregate_line";

    private static final String NEXT = "caregate.refresh.";
    private static final String NONE = "none";
    private static final String SEEN = "caregate.refresh.seen.";
    private static final long REPORTED_SECONDS = 3600;
    private static final long FOREVER_SECONDS = Duration.ofDays(3650).toSeconds();

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
        if (!enforcement.enforces(RuleId.REFRESH_ROTATION)) {
            report(session, clientSession, presented);
            return;
        }
        String name = name(presented);
        RefreshLine line = new RefreshLine(name, SessionKey.of(clientSession), secondsLeft(presented));
        boolean forOneRequest = isTransient(clientSession);
        @Nullable String expected = forOneRequest ? line.next(session) : clientSession.getNote(NEXT + name);
        if (isUsed(expected, name, presented.getId())) {
            throw refuse(session, clientSession, presented, line::end);
        }
        if (!line.take(session, presented.getId())) {
            throw refuse(session, clientSession, presented, own -> line.endAfter(own, presented.getId()));
        }
        if (!line.begin(session)) {
            throw refuse(session, clientSession, presented, line::end);
        }
        afterwards(session, own -> line.finish(own, presented.getId()), own -> {
            line.giveBack(own, presented.getId());
            line.finish(own, presented.getId());
        });
        RefreshToken next = response.getRefreshToken();
        String nextId = next == null ? NONE : next.getId();
        if (forOneRequest) {
            line.setNext(session, nextId, secondsLeft(next == null ? presented : next));
        } else {
            setNext(session, clientSession, NEXT + name, nextId);
        }
        if (next != null) {
            next.getOtherClaims().put(LINE, name);
        }
    }

    // Without a trace in the token or the session, so that a line cannot be followed.
    private void report(
            KeycloakSession session, AuthenticatedClientSessionModel clientSession, RefreshToken presented) {
        if (!session.singleUseObjects().putIfAbsent(SEEN + presented.getId(), REPORTED_SECONDS)) {
            enforcement.refuses(session, clientSession.getRealm(), refusal(clientSession, presented));
        }
    }

    // The cache hands out the session that other requests have too, and a rollback does not take a note back.
    private static void setNext(
            KeycloakSession session, AuthenticatedClientSessionModel clientSession, String note, String next) {
        @Nullable String before = clientSession.getNote(note);
        SessionKey key = SessionKey.of(clientSession);
        afterwards(session, own -> {}, own -> key.find(own)
                .filter(same -> next.equals(same.getNote(note)))
                .ifPresent(same -> {
                    if (before == null) {
                        same.removeNote(note);
                    } else {
                        same.setNote(note, before);
                    }
                }));
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

    private static String name(RefreshToken token) {
        Object line = token.getOtherClaims().get(LINE);
        return line == null ? token.getId() : line.toString();
    }

    // As for the refresh tokens of credentials: a note would be gone with it.
    private static boolean isTransient(AuthenticatedClientSessionModel clientSession) {
        return clientSession.getUserSession().getPersistenceState()
                == UserSessionModel.SessionPersistenceState.TRANSIENT;
    }

    private static long secondsLeft(RefreshToken token) {
        Long expiry = token.getExp();
        return expiry == null || expiry == 0 ? FOREVER_SECONDS : Math.max(1, expiry - Time.currentTimeSeconds());
    }

    /**
     * Keeps a public client from making refresh tokens of access tokens: each would begin another line, also after the
     * first one has ended for a reuse. Keycloak's legacy token exchange does that unless another type is requested.
     */
    public void checkExchange(KeycloakSession session, ClientModel client, MultivaluedMap<String, String> form) {
        if (!client.isPublicClient() || !enforcement.enforces(RuleId.REFRESH_ROTATION)) {
            return;
        }
        String requested = form.getFirst(OAuth2Constants.REQUESTED_TOKEN_TYPE);
        if (requested == null) {
            form.putSingle(OAuth2Constants.REQUESTED_TOKEN_TYPE, OAuth2Constants.ACCESS_TOKEN_TYPE);
        } else if (requested.equals(OAuth2Constants.REFRESH_TOKEN_TYPE)) {
            Refusal refusal = Refusal.by(
                            RuleId.REFRESH_ROTATION,
                            EnforcementPoint.TOKEN,
                            EventType.TOKEN_EXCHANGE,
                            OAuthErrorException.INVALID_REQUEST,
                            "A public client gets no refresh token for an access token")
                    .ofClient(client.getClientId());
            enforcement.refuses(session, session.getContext().getRealm(), refusal);
            throw RefusalAnswers.oauth(session, client, refusal);
        }
    }

    private static boolean isUsed(@Nullable String next, String line, String id) {
        return next == null ? !line.equals(id) : !next.equals(id);
    }

    private static void afterwards(
            KeycloakSession session, KeycloakSessionTask committed, KeycloakSessionTask rolledBack) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                KeycloakModelUtils.runJobInTransaction(factory, committed);
            }

            @Override
            protected void rollbackImpl() {
                KeycloakModelUtils.runJobInTransaction(factory, rolledBack);
            }
        });
    }

    private CorsErrorResponseException refuse(
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            RefreshToken presented,
            KeycloakSessionTask end) {
        Refusal refusal = refusal(clientSession, presented);
        enforcement.refuses(session, clientSession.getRealm(), refusal);
        session.getTransactionManager().setRollbackOnly();
        end.run(session);
        return RefusalAnswers.oauth(session, clientSession.getClient(), refusal);
    }

    private static Refusal refusal(AuthenticatedClientSessionModel clientSession, RefreshToken presented) {
        UserModel user = clientSession.getUserSession().getUser();
        return Refusal.by(
                        RuleId.REFRESH_ROTATION,
                        EnforcementPoint.REFRESH,
                        EventType.REFRESH_TOKEN,
                        OAuthErrorException.INVALID_GRANT,
                        "The refresh token was used before; sign in again, and keep only the newest refresh token")
                .ofClient(clientSession.getClient().getClientId())
                .ofUser(user == null ? null : user.getId())
                .with("refresh_token_id", presented.getId());
    }
}

package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.MultivaluedMap;
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
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.clientpolicy.context.TokenRefreshResponseContext;
import org.keycloak.services.util.DPoPUtil;

/**
 * Applies {@link RotationGuard} to the refresh tokens of public clients, in the request's own transaction and, once
 * that is over, in separate transactions.
 *
 * <p>Where the rule only reports, tokens and sessions stay as Keycloak makes them: only a second use within
 * {@value #REPORTED_SECONDS} seconds is noticed.
 */
public final class RotationEnforcer {
    private static final String SEEN = "caregate.refresh.seen.";
    private static final long REPORTED_SECONDS = 3600;

    private final Enforcement enforcement;

    public RotationEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /**
     * Throws {@code invalid_grant} if the presented token was used before, after the client session is ended.
     *
     * @param context the answer that is about to be built; Keycloak has verified the presented token
     */
    public void check(TokenRefreshResponseContext context) {
        TokenManager.AccessTokenResponseBuilder response = context.getAccessTokenResponseBuilder();
        AuthenticatedClientSessionModel clientSession =
                response.getClientSessionCtx().getClientSession();
        ClientModel client = clientSession.getClient();
        if (!client.isPublicClient()) {
            return;
        }
        RefreshToken presented = ParsedTokenReader.parse(
                context.getParams().getFirst(OAuth2Constants.REFRESH_TOKEN), RefreshToken.class);
        boolean hasProof = enforcement.session().getAttribute(DPoPUtil.DPOP_SESSION_ATTRIBUTE) != null;
        if (RotationGuard.isBound(presented, hasProof, () -> OIDCAdvancedConfigWrapper.fromClientModel(client)
                .isUseMtlsHokToken())) {
            return;
        }
        if (enforcement.enforces(RuleId.REFRESH_ROTATION)) {
            rotate(clientSession, presented, response.getRefreshToken());
        } else if (!enforcement.session().singleUseObjects().putIfAbsent(SEEN + presented.getId(), REPORTED_SECONDS)) {
            // This leaves no trace in the token or the session, so a line cannot be followed.
            enforcement.in(clientSession.getRealm()).refuses(refusal(clientSession, presented));
        }
    }

    private void rotate(
            AuthenticatedClientSessionModel clientSession, RefreshToken presented, @Nullable RefreshToken next) {
        KeycloakSession session = enforcement.session();
        if (DerivedToken.isMarked(presented)) {
            Refusal refusal = RotationGuard.derived(EventType.REFRESH_TOKEN, OAuthErrorException.INVALID_GRANT)
                    .ofClient(clientSession.getClient().getClientId())
                    .with("refresh_token_id", presented.getId());
            enforcement.in(clientSession.getRealm()).refuses(refusal);
            throw RefusalAnswers.oauth(session, clientSession.getClient(), refusal);
        }
        String id = presented.getId();
        String name = RotationGuard.line(presented);
        long now = Enforcement.now();
        long lives = RotationGuard.secondsLeft(presented, now);
        RefreshLineStore store = RefreshLineStore.of(session, name, clientSession);
        RefreshLine line = new RefreshLine(name, lives, store);
        RefreshLine.Use use = line.use(id);
        if (use != RefreshLine.Use.NEWEST) {
            Refusal refusal = refusal(clientSession, presented);
            enforcement.in(clientSession.getRealm()).refuses(refusal);
            session.getTransactionManager().setRollbackOnly();
            line.end(use, id);
            throw RefusalAnswers.oauth(session, clientSession.getClient(), refusal);
        }
        afterwards(session, own -> new RefreshLine(name, lives, store.in(own)).finish(id), own -> new RefreshLine(
                        name, lives, store.in(own))
                .fail(id));
        String nextId = RotationGuard.continued(next, name);
        long nextLives = RotationGuard.secondsLeft(next == null ? presented : next, now);
        @Nullable String before = line.setNext(nextId, nextLives);
        afterwards(session, own -> {}, own -> new RefreshLine(name, lives, store.in(own))
                .takeBack(nextId, before, nextLives));
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

    /** Refuses a public client a refresh token by token exchange; see {@link RotationGuard#exchange}. */
    public void checkExchange(ClientModel client, MultivaluedMap<String, String> form) {
        if (!client.isPublicClient() || !enforcement.enforces(RuleId.REFRESH_ROTATION)) {
            return;
        }
        RotationGuard.exchange(client.getClientId(), form).ifPresent(refusal -> {
            enforcement.refuses(refusal);
            throw RefusalAnswers.oauth(enforcement.session(), client, refusal);
        });
    }

    /**
     * Takes the refresh token of a public client out of an answer to the UMA grant, which makes one from an access
     * token: see {@link RotationGuard#exchange}.
     */
    public void removeRefreshToken(AccessTokenResponse answer) {
        String issued = answer.getRefreshToken();
        if (issued == null || !enforcement.enforces(RuleId.REFRESH_ROTATION)) {
            return;
        }
        RefreshToken token = ParsedTokenReader.parse(issued, RefreshToken.class);
        ClientModel client = enforcement.realm().getClientByClientId(token.getIssuedFor());
        if (client == null || client.isPublicClient()) {
            answer.setRefreshToken(null);
            answer.setRefreshExpiresIn(0);
        }
    }

    /**
     * Lets a token of a public client that is made from another one by the UMA grant or token exchange live no longer
     * than that: made from itself again and again, it would last without a refresh token.
     */
    public void endWithPresented(TokenPostProcessorContext issued) {
        AccessToken token = issued.accessToken();
        String grant = GrantReader.asked(enforcement.session());
        if (token == null || !Grant.isDerived(grant) || !enforcement.enforces(RuleId.REFRESH_ROTATION)) {
            return;
        }
        ClientModel client = enforcement.realm().getClientByClientId(token.getIssuedFor());
        if (client != null && client.isPublicClient()) {
            RotationGuard.endWith(token, presentedExpiry(grant));
        }
    }

    private @Nullable Long presentedExpiry(String grant) {
        KeycloakSession session = enforcement.session();
        if (OAuth2Constants.UMA_GRANT_TYPE.equals(grant)) {
            UmaGuard.Origin origin = new RequestNotes(session).origin();
            return origin == null ? null : origin.expiry();
        }
        String subject = Grant.first(GrantReader.form(session), OAuth2Constants.SUBJECT_TOKEN);
        // A token of another issuer is not decoded.
        AccessToken presented = subject == null ? null : session.tokens().decode(subject, AccessToken.class);
        return presented == null ? null : presented.getExp();
    }

    private static Refusal refusal(AuthenticatedClientSessionModel clientSession, RefreshToken presented) {
        UserModel user = clientSession.getUserSession().getUser();
        return RotationGuard.refusal(
                presented, clientSession.getClient().getClientId(), user == null ? null : user.getId());
    }
}

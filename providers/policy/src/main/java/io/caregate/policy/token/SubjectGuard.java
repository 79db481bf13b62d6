package io.caregate.policy.token;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RuleId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.utils.OAuth2Error;

/**
 * Holds every token to the session that it is issued for ({@link RuleId#TOKEN_SUBJECT}): around the protocol mappers,
 * where what Keycloak had set is put back, and once more before an access token is signed. A token that names another
 * user is refused with {@code unauthorized_client} (RFC 6749 section 5.2), since it is the client's mapper that is
 * wrong and no new sign-in helps. It runs in the request's own transaction.
 */
public final class SubjectGuard {

    private static final ServerLog LOG = ServerLog.of(SubjectGuard.class);
    private static final Set<String> FROM_ANOTHER_TOKEN =
            Set.of(OAuth2Constants.UMA_GRANT_TYPE, OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE);

    private final Enforcement enforcement;

    public SubjectGuard(PolicyOptions options) {
        this.enforcement = new Enforcement(options);
    }

    private boolean enforced() {
        return enforcement.enforces(RuleId.TOKEN_SUBJECT);
    }

    /**
     * Puts back what Keycloak had set in a token that is to be issued, and refuses names of others.
     *
     * @param before what Keycloak had set
     * @param token the token after its mappers
     * @throws CorsErrorResponseException with status 400, if the token names another user
     */
    public void issued(KeycloakSession session, ServerClaims before, IDToken token, ClientSessionContext context) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        restore(session, before, token, clientSession, false);
        refuse(session, token, context);
    }

    private void refuse(KeycloakSession session, IDToken token, ClientSessionContext context) {
        ClientModel client = context.getClientSession().getClient();
        UserSessionModel userSession = context.getClientSession().getUserSession();
        Optional<String> claim = ForeignName.find(session, userSession, token);
        if (claim.isEmpty()) {
            return;
        }
        String grant = grantType(session, context);
        Refusal refusal = refusal(EnforcementPoint.TOKEN, eventType(session, grant), claim.get(), client, userSession)
                .with(Details.GRANT_TYPE, grant);
        if (enforcement.refuses(session, userSession.getRealm(), refusal)) {
            // What the grant has prepared for the token, such as an offline session, must not stay behind.
            session.getTransactionManager().setRollbackOnly();
            throw RefusalAnswers.oauth(session, client, refusal);
        }
    }

    /**
     * The same for the claims of a userinfo answer.
     *
     * @throws jakarta.ws.rs.WebApplicationException with status 401, if they name another user
     */
    public void userInfo(
            KeycloakSession session, ServerClaims before, AccessToken claims, ClientSessionContext context) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        RealmModel realm = clientSession.getRealm();
        restore(session, before, claims, clientSession, true);
        Optional<Refusal> refusal =
                refusal(session, EnforcementPoint.USERINFO, EventType.USER_INFO_REQUEST, claims, clientSession);
        if (refusal.isPresent() && enforcement.refuses(session, realm, refusal.get())) {
            throw new OAuth2Error()
                    .json(false)
                    .session(session)
                    .realm(realm)
                    .cors(Cors.builder().auth().checkAllowedOrigins(session, clientSession.getClient()))
                    .invalidToken(refusal.get().description());
        }
    }

    /** Puts back, in what introspection shows, what the presented token said. */
    public void introspected(
            KeycloakSession session,
            ServerClaims before,
            AccessToken shown,
            AuthenticatedClientSessionModel clientSession) {
        restore(session, before, shown, clientSession, false);
    }

    /** Whether introspection may call a token active; if not, the error event is raised. */
    public boolean admits(KeycloakSession session, AccessToken shown, AuthenticatedClientSessionModel clientSession) {
        boolean admitted = refusal(
                        session, EnforcementPoint.INTROSPECTION, EventType.INTROSPECT_TOKEN, shown, clientSession)
                .filter(refusal -> enforcement.refuses(session, clientSession.getRealm(), refusal))
                .isEmpty();
        if (admitted) {
            nameStateless(shown, clientSession.getUserSession());
        }
        return admitted;
    }

    private static Optional<Refusal> refusal(
            KeycloakSession session,
            EnforcementPoint enforcementPoint,
            EventType event,
            AccessToken token,
            AuthenticatedClientSessionModel clientSession) {
        UserSessionModel userSession = clientSession.getUserSession();
        return ForeignName.find(session, userSession, token)
                .map(claim -> refusal(enforcementPoint, event, claim, clientSession.getClient(), userSession));
    }

    private void restore(
            KeycloakSession session,
            ServerClaims before,
            IDToken token,
            AuthenticatedClientSessionModel clientSession,
            boolean subjectBeside) {
        Set<String> changed = before.compare(token, session, clientSession, subjectBeside, enforced());
        if (!changed.isEmpty()) {
            LOG.debugf(
                    "realm=%s client=%s: a protocol mapper writes claims=%s, which only Keycloak may set",
                    clientSession.getRealm().getName(),
                    clientSession.getClient().getClientId(),
                    changed);
        }
    }

    /**
     * The last look before an access token is signed, for what came to it after its mappers, or past {@link #issued}.
     *
     * @throws CorsErrorResponseException with status 400, if the token names another user
     */
    public void check(KeycloakSession session, TokenPostProcessorContext issued) {
        AccessToken token = issued.accessToken();
        ClientSessionContext context = issued.clientSessionCtx();
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        UserSessionModel userSession = clientSession.getUserSession();
        boolean derived = isDerived(formGrant(session));
        if (enforced()) {
            String client = clientSession.getClient().getClientId();
            // What is made from another token is issued to who asks, in the name of the session of the audience.
            if (!derived && !client.equals(token.getIssuedFor())) {
                token.issuedFor(client);
            }
            if (token.getSessionId() != null && !token.getSessionId().equals(userSession.getId())) {
                token.setSessionId(userSession.getId());
            }
            if (token.getOtherClaims() != null) {
                token.getOtherClaims().keySet().removeAll(IdentityClaim.SERVER_ONLY);
            }
        }
        refuse(session, token, context);
        if (enforced()) {
            nameStateless(token, userSession);
            mark(derived, issued);
            if (derived || DerivedToken.isMarked(token)) {
                removeAdministration(token, clientSession.getRealm());
            }
        }
    }

    // Client registration goes by the roles in a token. Keycloak gives an answer of these grants all that its client
    // may
    // use, which the token that was presented may not have had.
    private static void removeAdministration(AccessToken token, RealmModel realm) {
        boolean operators = realm.getName().equals(Config.getAdminRealm());
        token.getResourceAccess()
                .keySet()
                .removeIf(client -> client.equals(Constants.REALM_MANAGEMENT_CLIENT_ID)
                        || (operators && client.endsWith("-realm")));
        if (operators && token.getRealmAccess() != null) {
            token.setRealmAccess(null);
        }
    }

    // What is refreshed must be known for what it comes from as long as it lives: only the server writes into refresh
    // tokens, and this is behind all mappers.
    private static void mark(boolean derived, TokenPostProcessorContext issued) {
        RefreshToken presented = issued.requestRefreshToken();
        boolean before = presented != null && presented.getOtherClaims().containsKey(IdentityClaim.DERIVED);
        RefreshToken next = issued.refreshToken();
        if (next != null && (derived || before)) {
            next.getOtherClaims().put(IdentityClaim.DERIVED, true);
        }
        if (before) {
            issued.accessToken().getOtherClaims().put(IdentityClaim.DERIVED, true);
        }
    }

    // Keycloak finds the user of a token without session by this name, also one who comes by it later.
    private void nameStateless(AccessToken token, UserSessionModel userSession) {
        UserModel user = userSession.getUser();
        Map<String, Object> others = token.getOtherClaims();
        if (token.getSessionId() == null
                && enforced()
                && user != null
                && others != null
                && others.containsKey(IdentityClaim.PREFERRED_USERNAME)
                && !Objects.equals(user.getUsername(), others.get(IdentityClaim.PREFERRED_USERNAME))) {
            others.put(IdentityClaim.PREFERRED_USERNAME, user.getUsername());
        }
    }

    private static Refusal refusal(
            EnforcementPoint enforcementPoint,
            EventType event,
            String claim,
            ClientModel client,
            UserSessionModel userSession) {
        UserModel user = userSession.getUser();
        return Refusal.by(
                        RuleId.TOKEN_SUBJECT,
                        enforcementPoint,
                        event,
                        OAuthErrorException.UNAUTHORIZED_CLIENT,
                        "The claim " + claim + " would name another user than the token is for; remove the protocol"
                                + " mapper that writes it")
                .ofClient(client.getClientId())
                .ofUser(user.getId())
                .with(Details.USERNAME, user.getUsername())
                .about("claim", claim);
    }

    private static String grantType(KeycloakSession session, ClientSessionContext context) {
        String noted = context.getAttribute(Constants.GRANT_TYPE, String.class);
        return noted == null ? formGrant(session) : noted;
    }

    /** Whether a grant makes a token from another token. */
    public static boolean isDerived(String grant) {
        return FROM_ANOTHER_TOKEN.contains(grant);
    }

    /** The grant that the token endpoint is asked for; empty if it is another endpoint. */
    public static String formGrant(KeycloakSession session) {
        String asked =
                session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE);
        return asked == null ? "" : asked;
    }

    private static EventType eventType(KeycloakSession session, String grant) {
        OAuth2GrantType type = grant.isEmpty() ? null : session.getProvider(OAuth2GrantType.class, grant);
        return type == null ? EventType.CODE_TO_TOKEN : type.getEventType();
    }
}

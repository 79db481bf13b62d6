package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authorization.authorization.AuthorizationTokenService;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.util.TokenUtil;

/**
 * The UMA grant (UMA 2.0 Grant for OAuth 2.0, section 3.3.1) makes a token from another one. Keycloak reads an ID token
 * that is pushed as a claim token by making an access token of it, and lets protocol mappers write whom and what client
 * that one is for. So the token that is presented is looked at before the grant runs, and the answer must speak for its
 * user and session and go to its client.
 *
 * <p>The grant asks nobody for consent. A client that needs the user's consent gets by it no protected API that the
 * token it presents is not for.
 *
 * <p>It runs in the request's own transaction. In a realm where the rule only reports, everything goes on.
 */
public final class UmaGuard {
    private static final String PRESENTED = "caregate.uma.presented";
    private static final String CONFIRMATION = "cnf";

    private final Enforcement enforcement;
    private final RoleEnforcer roles;

    public UmaGuard(PolicyOptions options) {
        this.enforcement = new Enforcement(options);
        this.roles = new RoleEnforcer(options);
    }

    /**
     * What the request presents.
     *
     * @param client the client id that it was issued to
     * @param sessionId its session; null for one without
     * @param audiences whom it is for
     */
    private record Presented(
            @Nullable String client, @Nullable String sessionId, List<String> audiences) {}

    /** Whether this request is one of the grant. */
    public static boolean isAsked(KeycloakSession session) {
        return OAuth2Constants.UMA_GRANT_TYPE.equals(GrantReader.asked(session));
    }

    /**
     * Looks at the token that is presented, before Keycloak does. One that Keycloak cannot verify is left to it.
     *
     * @throws CorsErrorResponseException with status 400 and {@code invalid_grant}, if it is no token to start from
     */
    public void before(KeycloakSession session, MultivaluedMap<String, String> form) {
        String bearer = bearer(session);
        String claimToken = form.getFirst("claim_token");
        String format = form.getFirst("claim_token_format");
        boolean asIdToken = format == null
                ? claimToken != null
                : AuthorizationTokenService.CLAIM_TOKEN_FORMAT_ID_TOKEN.equalsIgnoreCase(format);
        String presented =
                bearer != null ? bearer : asIdToken ? claimToken : form.getFirst(OAuth2Constants.SUBJECT_TOKEN);
        if (presented == null) {
            return;
        }
        Class<? extends IDToken> type = asIdToken ? IDToken.class : AccessToken.class;
        IDToken token = session.tokens().decode(presented, type);
        if (token == null) {
            record(session, null, null);
            return;
        }
        record(session, token.getIssuedFor(), token);
        Optional<String> wrong = asIdToken
                ? problemOfIdToken(session, token)
                : bearer == null && isBound(token)
                        ? Optional.of("is bound to a key, which this request does not prove")
                        : Optional.empty();
        if (wrong.isPresent()) {
            refuse(
                    session,
                    token.getIssuedFor(),
                    refusal(OAuthErrorException.INVALID_GRANT, "The token presented " + wrong.get()));
        }
    }

    // As Keycloak's grant finds it.
    private static @Nullable String bearer(KeycloakSession session) {
        HttpHeaders headers = session.getContext().getHttpRequest().getHttpHeaders();
        String header = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        return header != null && header.toLowerCase(Locale.ROOT).startsWith("bearer")
                ? AppAuthManager.extractAuthorizationHeaderToken(headers)
                : null;
    }

    private static void record(KeycloakSession session, @Nullable String client, @Nullable IDToken token) {
        session.setAttribute(
                PRESENTED,
                new Presented(
                        client,
                        token == null ? null : token.getSessionId(),
                        token == null || token.getAudience() == null ? List.of() : List.of(token.getAudience())));
    }

    private static boolean isBound(IDToken token) {
        return token instanceof AccessToken access
                ? access.getConfirmation() != null
                : token.getOtherClaims().containsKey(CONFIRMATION);
    }

    // What Keycloak checks of an access token and not of an ID token.
    private static Optional<String> problemOfIdToken(KeycloakSession session, IDToken token) {
        RealmModel realm = session.getContext().getRealm();
        if (!TokenUtil.TOKEN_TYPE_ID.equals(token.getType())) {
            return Optional.of("is not an ID token");
        }
        if (isBound(token)) {
            return Optional.of("is bound to a key, which this request does not prove");
        }
        ClientModel client = realm.getClientByClientId(token.getIssuedFor());
        UserSessionModel userSession = validSession(session, realm, token.getSessionId());
        if (client == null || !client.isEnabled() || !token.hasAudience(client.getClientId())) {
            return Optional.of("is not for the client that it was issued to");
        }
        // Keycloak makes a refresh token of it each time, past the rotation of those that the client has.
        if (client.isPublicClient()) {
            return Optional.of("is of a public client, which proves nothing by it; send an access token instead");
        }
        if (userSession == null || userSession.getAuthenticatedClientSessionByClient(client.getId()) == null) {
            return Optional.of("is of a session that has ended");
        }
        UserModel user = userSession.getUser();
        if (user == null || !user.isEnabled()) {
            return Optional.of("is of a user who is disabled");
        }
        long notBefore = Math.max(
                Math.max(realm.getNotBefore(), client.getNotBefore()),
                session.users().getNotBeforeOfUser(realm, user));
        return token.getIat() == null || token.getIat() < notBefore ? Optional.of("was revoked") : Optional.empty();
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

    /**
     * Compares the answer with what was presented; last thing before it is signed.
     *
     * @throws CorsErrorResponseException with status 400, if it speaks for another user or client, or reaches an API
     *     for which the user's consent is missing
     */
    public void check(KeycloakSession session, TokenPostProcessorContext issued) {
        RealmModel realm = session.getContext().getRealm();
        AccessToken token = issued.accessToken();
        UserSessionModel userSession =
                issued.clientSessionCtx().getClientSession().getUserSession();
        Presented presented = session.getAttribute(PRESENTED, Presented.class);
        ClientModel asking = session.getContext().getClient();
        @Nullable String expected = presented == null ? asking.getClientId() : presented.client();
        ClientModel client = expected == null ? null : realm.getClientByClientId(expected);
        boolean same = client != null
                && client.getClientId().equals(token.getIssuedFor())
                && isOf(userSession, presented == null ? null : presented.sessionId(), client);
        if (client == null || !same) {
            refuse(
                    session,
                    asking.getClientId(),
                    refusal(
                            OAuthErrorException.UNAUTHORIZED_CLIENT,
                            "The token would not be for the user, the session and the client of the one presented"));
            return;
        }
        if (client.isConsentRequired()) {
            checkConsent(session, realm, presented, token, client);
        }
    }

    private static boolean isOf(UserSessionModel userSession, @Nullable String sessionId, ClientModel client) {
        UserModel user = userSession.getUser();
        return sessionId == null
                ? user != null && client.getId().equals(user.getServiceAccountClientLink())
                : sessionId.equals(userSession.getId());
    }

    private void checkConsent(
            KeycloakSession session,
            RealmModel realm,
            @Nullable Presented presented,
            AccessToken token,
            ClientModel client) {
        List<String> before = roles
                .protectedAmong(
                        session,
                        realm,
                        (presented == null ? List.<String>of() : presented.audiences()).toArray(String[]::new))
                .stream()
                .map(ProtectedApi::clientId)
                .toList();
        roles.protectedAmong(session, realm, token.getAudience()).stream()
                .filter(api -> !before.contains(api.clientId()))
                .findFirst()
                .ifPresent(api -> refuse(
                        session,
                        client.getClientId(),
                        refusal(
                                        OAuthErrorException.ACCESS_DENIED,
                                        "This client needs the user's consent for " + api.audience()
                                                + "; sign the user in with a scope that has this audience")
                                .about("audience", api.audience())));
    }

    private static Refusal refusal(String error, String text) {
        return Refusal.by(RuleId.TOKEN_SUBJECT, EnforcementPoint.TOKEN, EventType.PERMISSION_TOKEN, error, text)
                .with(Details.GRANT_TYPE, OAuth2Constants.UMA_GRANT_TYPE);
    }

    private void refuse(KeycloakSession session, @Nullable String clientId, Refusal refusal) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
        if (enforcement.refuses(session, realm, refusal.ofClient(client == null ? null : client.getClientId()))) {
            session.getTransactionManager().setRollbackOnly();
            throw client == null
                    ? RefusalAnswers.badRequest(session, refusal)
                    : RefusalAnswers.oauth(session, client, refusal);
        }
    }
}

package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.services.CorsErrorResponseException;

/**
 * The last look at every access token before it is signed, whatever the grant: authorization code, refresh, client
 * credentials, token exchange, device, CIBA, JWT bearer, UMA. It runs in the request's own transaction.
 *
 * <p>A token for a protected API whose subject does not hold the role is refused with {@code invalid_grant} (RFC 6749
 * section 5.2) where the request brings a grant that is good for it no more, so that its client signs the user in
 * again, else with {@code access_denied} (RFC 8628 section 3.5, CIBA Core section 11); with an error event. One that is
 * issued lives no longer than the API allows. Claims that a mapper wrote beside Keycloak's own of the same name are
 * taken out first.
 */
public final class TokenGuard {

    /** The grants whose ID token Keycloak shows to no policy. */
    private static final Set<String> UNSEEN_ID_TOKEN =
            Set.of(OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, OAuth2Constants.JWT_AUTHORIZATION_GRANT);

    /** The grants that a user or an issuer has given before, and that the loss of the role makes worthless. */
    private static final Set<String> GIVEN_BEFORE = Set.of(
            OAuth2Constants.AUTHORIZATION_CODE, OAuth2Constants.REFRESH_TOKEN, OAuth2Constants.JWT_AUTHORIZATION_GRANT);

    private final RoleGuard roles;

    public TokenGuard(PolicyOptions options) {
        this.roles = new RoleGuard(options);
    }

    /**
     * Caps or refuses a finished access token.
     *
     * @throws CorsErrorResponseException with status 400, if the subject may not have it
     */
    public void check(KeycloakSession session, ClientSessionContext context, AccessToken token) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        UserSessionModel userSession = clientSession.getUserSession();
        RealmModel realm = clientSession.getRealm();
        if (roles.enforced()) {
            ReservedClaims.removeForged(token);
        }
        String[] audiences = Audience.of(session, context, token);
        List<ProtectedApi> asked = roles.protectedAmong(session, realm, audiences);
        Optional<Denial> denial = roles.denial(realm, asked, userSession.getUser());
        if (denial.isPresent()) {
            Refusal refusal = refusal(session, context, denial.get());
            if (roles.refuses(session, realm, refusal)) {
                throw answer(session, context, refusal);
            }
        }
        boolean enforced = roles.enforced();
        Long asIssued = token.getExp();
        long latest = enforced ? ExpiryCap.apply(token, asked) : VettedTokens.ANY_EXPIRY;
        VettedTokens.add(session, token.getId(), audiences, latest);
        admitIdToken(session, context, audiences, enforced ? asked : List.of(), asIssued);
    }

    // Keycloak has given it the expiry that the access token had before it was capped.
    private void admitIdToken(
            KeycloakSession session,
            ClientSessionContext context,
            String[] audiences,
            List<ProtectedApi> asked,
            @Nullable Long asIssued) {
        RealmModel realm = context.getClientSession().getRealm();
        IDToken id = IssuedIdToken.of(session);
        String[] own = id == null ? Audience.ofIdToken(session, context) : ReservedClaims.audiences(id);
        List<ProtectedApi> apis = asked.isEmpty() ? List.of() : roles.protectedAmong(session, realm, own);
        if (id != null) {
            VettedTokens.add(session, id.getId(), audiences, ExpiryCap.apply(id, apis));
            return;
        }
        IDToken unseen = new IDToken();
        unseen.exp(asIssued);
        long latest = ExpiryCap.apply(unseen, apis);
        boolean tooLong = !Objects.equals(unseen.getExp(), asIssued);
        if (tooLong && UNSEEN_ID_TOKEN.contains(grantType(session, context))) {
            throw refuseIdToken(session, realm, context, apis.get(0));
        }
        VettedTokens.addIdToken(
                session, context.getClientSession().getUserSession().getId(), audiences, latest);
    }

    private CorsErrorResponseException refuseIdToken(
            KeycloakSession session, RealmModel realm, ClientSessionContext context, ProtectedApi api) {
        ClientModel client = context.getClientSession().getClient();
        String grant = grantType(session, context);
        Refusal refusal = Refusal.by(
                        RuleId.REQUIRED_ROLE,
                        EnforcementPoint.TOKEN,
                        eventType(session, grant),
                        OAuthErrorException.INVALID_REQUEST,
                        "An ID token for this API would live longer than the API allows; ask for an access token, or"
                                + " set the client's access token lifespan to at most "
                                + api.lifespan().toSeconds() + " seconds")
                .about("audience", api.audience())
                .ofClient(client.getClientId())
                .with(Details.GRANT_TYPE, grant);
        roles.refuses(session, realm, refusal);
        session.getTransactionManager().setRollbackOnly();
        return RefusalAnswers.oauth(session, client, refusal);
    }

    private static Refusal refusal(KeycloakSession session, ClientSessionContext context, Denial denial) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        UserModel subject = clientSession.getUserSession().getUser();
        String grant = grantType(session, context);
        return denial.refusal(EnforcementPoint.TOKEN, eventType(session, grant))
                .ofClient(clientSession.getClient().getClientId())
                .ofUser(subject == null ? null : subject.getId())
                .with(Details.USERNAME, subject == null ? null : subject.getUsername())
                .with(Details.GRANT_TYPE, grant);
    }

    private static CorsErrorResponseException answer(
            KeycloakSession session, ClientSessionContext context, Refusal refusal) {
        // What the grant has prepared for the token, such as an offline session, must not stay behind.
        session.getTransactionManager().setRollbackOnly();
        // Not Keycloak's TokenInterceptorException: the UMA grant would make a server error of it.
        return RefusalAnswers.oauth(
                session,
                context.getClientSession().getClient(),
                GIVEN_BEFORE.contains(grantType(session, context))
                        ? OAuthErrorException.INVALID_GRANT
                        : OAuthErrorException.ACCESS_DENIED,
                refusal);
    }

    private static String grantType(KeycloakSession session, ClientSessionContext context) {
        String noted = context.getAttribute(Constants.GRANT_TYPE, String.class);
        if (noted != null) {
            return noted;
        }
        String asked =
                session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE);
        return asked == null ? "" : asked;
    }

    private static EventType eventType(KeycloakSession session, String grant) {
        OAuth2GrantType type = grant.isEmpty() ? null : session.getProvider(OAuth2GrantType.class, grant);
        return type == null ? EventType.CODE_TO_TOKEN : type.getEventType();
    }
}

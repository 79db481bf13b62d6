package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
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
        if (tooLong && GrantReader.of(session, context).hasUnseenIdToken()) {
            throw refuseIdToken(session, realm, context, apis.get(0));
        }
        VettedTokens.addIdToken(
                session, context.getClientSession().getUserSession().getId(), audiences, latest);
    }

    private CorsErrorResponseException refuseIdToken(
            KeycloakSession session, RealmModel realm, ClientSessionContext context, ProtectedApi api) {
        ClientModel client = context.getClientSession().getClient();
        Grant grant = GrantReader.of(session, context);
        Refusal refusal = Refusal.by(
                        RuleId.REQUIRED_ROLE,
                        EnforcementPoint.TOKEN,
                        grant.event().get(),
                        OAuthErrorException.INVALID_REQUEST,
                        "An ID token for this API would live longer than the API allows; ask for an access token, or"
                                + " set the client's access token lifespan to at most "
                                + api.lifespan().toSeconds() + " seconds")
                .about("audience", api.audience())
                .ofClient(client.getClientId())
                .with(Details.GRANT_TYPE, grant.type());
        roles.refuses(session, realm, refusal);
        session.getTransactionManager().setRollbackOnly();
        return RefusalAnswers.oauth(session, client, refusal);
    }

    private static Refusal refusal(KeycloakSession session, ClientSessionContext context, Denial denial) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        UserModel subject = clientSession.getUserSession().getUser();
        Grant grant = GrantReader.of(session, context);
        return denial.refusal(EnforcementPoint.TOKEN, grant.event().get())
                .ofClient(clientSession.getClient().getClientId())
                .ofUser(subject == null ? null : subject.getId())
                .with(Details.USERNAME, subject == null ? null : subject.getUsername())
                .with(Details.GRANT_TYPE, grant.type());
    }

    private static CorsErrorResponseException answer(
            KeycloakSession session, ClientSessionContext context, Refusal refusal) {
        // What the grant has prepared for the token, such as an offline session, must not stay behind.
        session.getTransactionManager().setRollbackOnly();
        // Not Keycloak's TokenInterceptorException: the UMA grant would make a server error of it.
        return RefusalAnswers.oauth(
                session,
                context.getClientSession().getClient(),
                GrantReader.of(session, context).isGivenBefore()
                        ? OAuthErrorException.INVALID_GRANT
                        : OAuthErrorException.ACCESS_DENIED,
                refusal);
    }
}

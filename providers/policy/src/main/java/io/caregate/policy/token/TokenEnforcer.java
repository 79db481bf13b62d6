package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserConsentModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.managers.UserConsentManager;

/** Asks {@link TokenGuard} about every access token, in the request's own transaction. */
public final class TokenEnforcer {

    private final Enforcement enforcement;

    public TokenEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /**
     * Caps or refuses a finished access token.
     *
     * @throws CorsErrorResponseException with status 400, if the subject may not have it
     */
    public void check(ClientSessionContext context, AccessToken token) {
        KeycloakSession session = enforcement.session();
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        RequestNotes notes = new RequestNotes(session);
        TokenGuard guard = new TokenGuard(
                ApiClientsReader.guard(enforcement.in(clientSession.getRealm())),
                new TokenSessionReader(session, clientSession),
                GrantReader.of(session, context),
                new TokenPreviewReader(session, context));
        Reach reach = guard.reach(token);
        guard.refusal(reach).ifPresent(refusal -> refuse(clientSession, refusal, guard.error()));
        guard.unconsented(reach, () -> isUnconsented(context))
                .ifPresent(refusal -> refuse(clientSession, refusal, refusal.error()));
        guard.admit(token, reach, notes.idToken(), notes.vettedTokens(), Enforcement.now())
                .ifPresent(refusal -> refuse(clientSession, refusal, refusal.error()));
    }

    private boolean isUnconsented(ClientSessionContext context) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        ClientModel client = clientSession.getClient();
        if (!client.isConsentRequired()) {
            return false;
        }
        UserConsentModel given = UserConsentManager.getConsentByClient(
                enforcement.session(),
                clientSession.getRealm(),
                clientSession.getUserSession().getUser(),
                client.getId());
        return context.getClientScopesStream()
                .filter(ClientScopeModel::isDisplayOnConsentScreen)
                .anyMatch(scope ->
                        given == null || !given.getGrantedClientScopes().contains(scope));
    }

    private void refuse(AuthenticatedClientSessionModel clientSession, Refusal refusal, String error) {
        if (enforcement.in(clientSession.getRealm()).refuses(refusal)) {
            KeycloakSession session = enforcement.session();
            // Anything that the grant has prepared for the token, such as an offline session, must not remain.
            session.getTransactionManager().setRollbackOnly();
            // Not Keycloak's TokenInterceptorException: the UMA grant would turn it into a server error.
            throw RefusalAnswers.oauth(session, clientSession.getClient(), error, refusal);
        }
    }
}

package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.RefusalAnswers;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.clientpolicy.context.UserInfoRequestContext;
import org.keycloak.services.cors.Cors;
import org.keycloak.utils.OAuth2Error;

/**
 * Asks {@link UserInfoGuard}, and answers with 401 and {@code invalid_token} (RFC 6750 section 3.1). Keycloak has
 * verified the token before it asks.
 */
public final class UserInfoEnforcer {

    private final Enforcement enforcement;

    public UserInfoEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** Throws the answer if the subject may no longer use the token. */
    public void check(UserInfoRequestContext context) {
        KeycloakSession session = enforcement.session();
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        RealmModel realm = clientSession.getRealm();
        ClientModel client = clientSession.getClient();
        Enforcement own = enforcement.in(realm);
        UserInfoGuard guard = new UserInfoGuard(
                ApiClientsReader.guard(own),
                client.getClientId(),
                new SubjectReader(realm, clientSession.getUserSession().getUser()));
        if (OIDCAdvancedConfigWrapper.fromClientModel(client).isUserInfoSignatureRequired()) {
            guard.signedAnswer().filter(own::refuses).ifPresent(refusal -> {
                throw RefusalAnswers.oauth(session, client, refusal);
            });
        }
        guard.refusal(ParsedTokenReader.parse(context.getTokenForUserInfo().getToken(), AccessToken.class))
                .filter(own::refuses)
                .ifPresent(refusal -> {
                    throw new OAuth2Error()
                            .json(false)
                            .session(session)
                            .realm(realm)
                            .cors(Cors.builder().auth().checkAllowedOrigins(session, client))
                            .invalidToken(refusal.description());
                });
    }
}

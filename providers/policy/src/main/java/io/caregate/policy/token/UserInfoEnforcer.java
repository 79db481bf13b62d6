package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
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

    private final PolicyOptions options;

    public UserInfoEnforcer(PolicyOptions options) {
        this.options = options;
    }

    /** Throws the answer if the subject may no longer use the token. */
    public void check(KeycloakSession session, UserInfoRequestContext context) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        RealmModel realm = clientSession.getRealm();
        ClientModel client = clientSession.getClient();
        Enforcement enforcement = new Enforcement(options);
        UserInfoGuard guard = new UserInfoGuard(
                new RoleGuard(options, new ApiClientsReader(session, realm)),
                client.getClientId(),
                new SubjectReader(realm, clientSession.getUserSession().getUser()));
        if (OIDCAdvancedConfigWrapper.fromClientModel(client).isUserInfoSignatureRequired()) {
            guard.signedAnswer()
                    .filter(refusal -> enforcement.refuses(session, realm, refusal))
                    .ifPresent(refusal -> {
                        throw RefusalAnswers.oauth(session, client, refusal);
                    });
        }
        guard.refusal(ParsedTokenReader.parse(context.getTokenForUserInfo().getToken(), AccessToken.class))
                .filter(refusal -> enforcement.refuses(session, realm, refusal))
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

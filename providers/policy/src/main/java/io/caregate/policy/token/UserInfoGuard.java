package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.clientpolicy.context.UserInfoRequestContext;
import org.keycloak.services.cors.Cors;
import org.keycloak.utils.OAuth2Error;

/**
 * Refuses userinfo to a token for a protected API whose subject no longer holds the role, with 401 and
 * {@code invalid_token} (RFC 6750 section 3.1). Keycloak has verified the token before it asks.
 */
public final class UserInfoGuard {

    private final RoleEnforcer roles;

    public UserInfoGuard(PolicyOptions options) {
        this.roles = new RoleEnforcer(options);
    }

    // Its audience is the client, and it never expires (OpenID Connect Core section 5.3.2).
    private void refuseSignedAnswer(KeycloakSession session, ClientModel client, UserModel subject) {
        RealmModel realm = client.getRealm();
        String[] audience = {client.getClientId()};
        if (!OIDCAdvancedConfigWrapper.fromClientModel(client).isUserInfoSignatureRequired()
                || roles.protectedAmong(session, realm, audience).isEmpty()) {
            return;
        }
        Refusal refusal = Refusal.by(
                        RuleId.REQUIRED_ROLE,
                        EnforcementPoint.USERINFO,
                        EventType.USER_INFO_REQUEST,
                        OAuthErrorException.INVALID_REQUEST,
                        "A protected API's own client gets no signed userinfo; set user.info.response.signature.alg"
                                + " to unsigned, or use a client of its own for signing in")
                .about("audience", client.getClientId())
                .ofClient(client.getClientId())
                .ofUser(subject.getId());
        if (roles.refuses(session, realm, refusal)) {
            throw RefusalAnswers.oauth(session, client, refusal);
        }
    }

    /** Throws the answer if the subject may not use the token any longer. */
    public void check(KeycloakSession session, UserInfoRequestContext context) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        RealmModel realm = clientSession.getRealm();
        UserModel subject = clientSession.getUserSession().getUser();
        refuseSignedAnswer(session, clientSession.getClient(), subject);
        AccessToken token = ParsedToken.parse(context.getTokenForUserInfo().getToken(), AccessToken.class);
        Optional<Denial> denial = roles.denial(session, realm, token.getAudience(), subject);
        if (denial.isPresent()
                && roles.refuses(
                        session,
                        realm,
                        denial.get()
                                .refusal(EnforcementPoint.USERINFO, EventType.USER_INFO_REQUEST)
                                .ofClient(clientSession.getClient().getClientId())
                                .ofUser(subject.getId()))) {
            throw new OAuth2Error()
                    .json(false)
                    .session(session)
                    .realm(realm)
                    .cors(Cors.builder().auth().checkAllowedOrigins(session, clientSession.getClient()))
                    .invalidToken(denial.get().description());
        }
    }
}

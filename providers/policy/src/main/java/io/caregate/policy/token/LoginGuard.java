package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;

/**
 * Refuses a code, or a device's approval, to a user who would get no token for it: the same answer as the token
 * endpoint would give, but while the user is still in the browser. It makes the access token that the code would be
 * exchanged for and looks at its audience, so that it needs no knowledge of how mappers and scopes came to it.
 */
public final class LoginGuard {

    private final RoleEnforcer roles;

    public LoginGuard(PolicyOptions options) {
        this.roles = new RoleEnforcer(options);
    }

    // The client's own id too: answers of the authorization endpoint, userinfo and logout tokens are made out to it.
    private static String[] audiences(KeycloakSession session, ClientSessionContext context, AccessToken preview) {
        return Stream.concat(
                        Audience.of(preview, new TokenPreviewReader(session, context)).stream(),
                        Stream.of(context.getClientSession().getClient().getClientId()))
                .toArray(String[]::new);
    }

    /** Why the user gets no code, after the error event is raised; empty if nothing stands against it. */
    public Optional<Denial> refuse(
            KeycloakSession session, RealmModel realm, UserSessionModel userSession, ClientSessionContext context) {
        ClientModel client = context.getClientSession().getClient();
        UserModel user = userSession.getUser();
        AccessToken preview = new TokenManager()
                .createClientAccessToken(
                        session, realm, client, user, userSession, context, context.isOfflineTokenRequested());
        if (roles.enforced()) {
            // The token that is issued will not have them either.
            ReservedClaims.removeForged(preview);
        }
        return roles.denial(session, realm, audiences(session, context, preview), user)
                .filter(denial -> roles.refuses(
                        session,
                        realm,
                        denial.refusal(EnforcementPoint.LOGIN, EventType.LOGIN)
                                .ofClient(client.getClientId())
                                .ofUser(user.getId())
                                .with(Details.USERNAME, user.getUsername())
                                .with(
                                        Details.REDIRECT_URI,
                                        context.getClientSession().getRedirectUri())));
    }
}

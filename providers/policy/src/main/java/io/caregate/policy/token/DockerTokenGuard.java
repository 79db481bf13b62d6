package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Refuses a token of Keycloak's Docker registry protocol whose audience, which is its client, names a protected API. No
 * guard looks at that token, and no rule limits its life.
 */
public final class DockerTokenGuard {

    private final RoleEnforcer roles;

    public DockerTokenGuard(PolicyOptions options) {
        this.roles = new RoleEnforcer(options);
    }

    /** Throws 400 {@code access_denied} before the token is made. */
    public void check(KeycloakSession session, ClientSessionContext context, UserModel subject) {
        ClientModel client = context.getClientSession().getClient();
        RealmModel realm = client.getRealm();
        if (roles.protectedAmong(session, realm, new String[] {client.getClientId()})
                .isEmpty()) {
            return;
        }
        Refusal refusal = Refusal.by(
                        RuleId.REQUIRED_ROLE,
                        EnforcementPoint.LOGIN,
                        EventType.LOGIN,
                        OAuthErrorException.ACCESS_DENIED,
                        "The client of a Docker registry cannot be a protected API")
                .about("audience", client.getClientId())
                .ofClient(client.getClientId())
                .ofUser(subject.getId());
        if (roles.refuses(session, realm, refusal)) {
            session.getTransactionManager().setRollbackOnly();
            throw RefusalAnswers.badRequest(session, refusal);
        }
    }
}

package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.RefusalAnswers;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Asks {@link DockerTokenGuard}, in the request's own transaction, which a refusal rolls back. */
public final class DockerTokenEnforcer {

    private final PolicyOptions options;

    public DockerTokenEnforcer(PolicyOptions options) {
        this.options = options;
    }

    /** Throws 400 {@code access_denied} before the token is made. */
    public void check(KeycloakSession session, ClientSessionContext context, UserModel subject) {
        ClientModel client = context.getClientSession().getClient();
        RealmModel realm = client.getRealm();
        new DockerTokenGuard(new RoleGuard(options, new ApiClientsReader(session, realm)))
                .refusal(client.getClientId(), subject.getId())
                .filter(refusal -> new Enforcement(options).refuses(session, realm, refusal))
                .ifPresent(refusal -> {
                    session.getTransactionManager().setRollbackOnly();
                    throw RefusalAnswers.badRequest(session, refusal);
                });
    }
}

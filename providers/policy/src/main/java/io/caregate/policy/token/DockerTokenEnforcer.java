package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.RefusalAnswers;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Asks {@link DockerTokenGuard}, in the request's own transaction, which a refusal rolls back. */
public final class DockerTokenEnforcer {

    private final Enforcement enforcement;

    public DockerTokenEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** Throws 400 {@code access_denied} before the token is made. */
    public void check(ClientSessionContext context, UserModel subject) {
        ClientModel client = context.getClientSession().getClient();
        Enforcement own = enforcement.in(client.getRealm());
        new DockerTokenGuard(ApiClientsReader.guard(own))
                .refusal(client.getClientId(), subject.getId())
                .filter(own::refuses)
                .ifPresent(refusal -> {
                    KeycloakSession session = enforcement.session();
                    session.getTransactionManager().setRollbackOnly();
                    throw RefusalAnswers.badRequest(session, refusal);
                });
    }
}

package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.ErrorResponseException;

/**
 * Asks {@link SigningGuard} about every JWT. A refusal raises an error event, and Keycloak answers with a server error
 * if no other guard has refused before. It runs in the request's own transaction, which is rolled back.
 */
public final class SigningEnforcer {

    private final PolicyOptions options;

    public SigningEnforcer(PolicyOptions options) {
        this.options = options;
    }

    /**
     * Refuses what no guard has judged.
     *
     * @param signingInput header and payload as they are signed (RFC 7515 section 5.1)
     * @throws ErrorResponseException if it must not be signed; outside a request an {@link IllegalStateException}
     */
    public void check(KeycloakSession session, RealmModel realm, byte[] signingInput) {
        RequestNotes notes = new RequestNotes(session);
        VettedTokens vetted = notes.vettedTokens();
        if (SigningGuard.isVetted(signingInput, vetted)) {
            return;
        }
        ClientModel client = session.getContext().getClient();
        UserSessionModel userSession = session.getContext().getUserSession();
        new SigningGuard(
                        new RoleGuard(options, new ApiClientsReader(session, realm)),
                        notes.foreignName(realm),
                        vetted,
                        client == null ? null : client.getClientId(),
                        SubjectReader.of(realm, userSession == null ? null : userSession.getUser()),
                        Time.currentTimeSeconds())
                .check(signingInput)
                .forEach(refusal -> refuse(session, realm, refusal));
    }

    private void refuse(KeycloakSession session, RealmModel realm, Refusal refusal) {
        Enforcement enforcement = new Enforcement(options);
        if (!Enforcement.isRequest(session)) {
            if (refusal.rules().stream().anyMatch(enforcement::enforces)) {
                throw new IllegalStateException(refusal.description());
            }
        } else if (enforcement.refuses(session, realm, refusal)) {
            session.getTransactionManager().setRollbackOnly();
            throw RefusalAnswers.badRequest(session, refusal);
        }
    }
}

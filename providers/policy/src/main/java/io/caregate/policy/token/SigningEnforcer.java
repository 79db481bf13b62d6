package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
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

    private final Enforcement enforcement;

    public SigningEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /**
     * Refuses what no guard has judged.
     *
     * @param signingInput header and payload as they are signed (RFC 7515 section 5.1)
     * @throws ErrorResponseException if it must not be signed; outside a request an {@link IllegalStateException}
     */
    public void check(byte[] signingInput) {
        KeycloakSession session = enforcement.session();
        RealmModel realm = enforcement.realm();
        RequestNotes notes = new RequestNotes(session);
        VettedTokens vetted = notes.vettedTokens();
        if (SigningGuard.isVetted(signingInput, vetted)) {
            return;
        }
        ClientModel client = session.getContext().getClient();
        UserSessionModel userSession = session.getContext().getUserSession();
        new SigningGuard(
                        ApiClientsReader.guard(enforcement),
                        notes.foreignName(realm),
                        vetted,
                        client == null ? null : client.getClientId(),
                        SubjectReader.of(realm, userSession == null ? null : userSession.getUser()),
                        Enforcement.now())
                .check(signingInput)
                .forEach(this::refuse);
    }

    private void refuse(Refusal refusal) {
        KeycloakSession session = enforcement.session();
        if (!Enforcement.isRequest(session)) {
            if (refusal.rules().stream().anyMatch(enforcement::enforces)) {
                throw new IllegalStateException(refusal.description());
            }
        } else if (enforcement.refuses(refusal)) {
            session.getTransactionManager().setRollbackOnly();
            throw RefusalAnswers.badRequest(session, refusal);
        }
    }
}

package io.caregate.policy.client;

import io.caregate.policy.refusal.Enforcement;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientInitialAccessModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Removes an initial access token (RFC 7591 section 3) whose {@link RegistrationAttempts} are used up. */
public final class RegistrationAttemptsEnforcer {

    private final Enforcement enforcement;

    public RegistrationAttemptsEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /**
     * Counts a refusal of a request with the token, unless nothing is refused at all. The last one removes the token,
     * once the request is over.
     */
    public void refused(ClientInitialAccessModel token) {
        if (enforcement.options().refusesNothing()) {
            return;
        }
        KeycloakSession session = enforcement.session();
        RegistrationAttempts attempts = new RegistrationAttempts(session.singleUseObjects()::putIfAbsent);
        if (attempts.isLast(token.getId(), token.getTimestamp(), token.getExpiration(), Enforcement.now())) {
            removeAfterwards(session, enforcement.realm().getId(), token.getId());
        }
    }

    // The request holds a lock on the token until it is rolled back.
    private static void removeAfterwards(KeycloakSession session, String realmId, String tokenId) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                KeycloakModelUtils.runJobInTransaction(factory, own -> {
                    RealmModel same = own.realms().getRealm(realmId);
                    own.getContext().setRealm(same);
                    own.realms().removeClientInitialAccessModel(same, tokenId);
                });
            }

            @Override
            protected void rollbackImpl() {
                commitImpl();
            }
        });
    }
}

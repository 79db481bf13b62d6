package io.caregate.policy.client;

import java.util.stream.IntStream;
import org.keycloak.common.util.Time;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientInitialAccessModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * How many refused registrations an initial access token (RFC 7591 section 3) is good for. Keycloak takes a use from it
 * with the client that it stores; what is refused is rolled back, and the token would be good for as many requests as
 * anybody likes to send. A developer may mistype an address a few times; then the token is removed.
 *
 * <p>It is counted in the store of single-use objects, which all nodes share and no rollback reaches.
 */
public final class RegistrationAttempts {
    /** The refusal at which the token is removed. */
    public static final int MOST = 10;

    private static final String PREFIX = "caregate.registration-refused.";
    private static final long WITHOUT_EXPIRY_SECONDS = 30L * 24 * 60 * 60;

    private RegistrationAttempts() {}

    /**
     * Counts a refusal of what came with the token, and removes the token with the last one, once the request is over.
     */
    public static void refused(KeycloakSession session, RealmModel realm, ClientInitialAccessModel token) {
        long left = token.getExpiration() > 0
                ? Math.max(1, (long) token.getTimestamp() + token.getExpiration() - Time.currentTimeSeconds())
                : WITHOUT_EXPIRY_SECONDS;
        boolean countedBelow = IntStream.range(1, MOST)
                .anyMatch(n -> session.singleUseObjects().putIfAbsent(PREFIX + token.getId() + "." + n, left));
        if (!countedBelow) {
            removeAfterwards(session, realm.getId(), token.getId());
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

package io.caregate.portal.registration;

import io.caregate.portal.access.Caller;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Work that follows a dry run, or is repeated. The request's own transaction must be rolled back, and this happens at
 * once: so its connection is free before another is requested, and many concurrent requests cannot hold on to each
 * other's.
 */
final class NewTransaction {
    private final KeycloakSession session;

    NewTransaction(KeycloakSession session) {
        this.session = session;
    }

    /** Runs in its own session and transaction, committed when it returns; once more if another request was faster. */
    <T> T run(Caller caller, BiFunction<KeycloakSession, Caller, T> work) {
        return ConflictRetry.run(() -> once(caller, work), () -> once(caller, work));
    }

    private <T> T once(Caller caller, BiFunction<KeycloakSession, Caller, T> work) {
        session.getTransactionManager().rollback();
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                fresh -> work.apply(fresh, caller.in(fresh)),
                "caregate portal");
    }
}

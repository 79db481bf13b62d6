package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Work that follows a dry run. The request's own transaction has to be rolled back, and is, at once: so its connection is
 * free before another is asked for, and many requests at a time cannot hold on to each other's.
 */
final class AfterRollback {
    private final KeycloakSession session;

    AfterRollback(KeycloakSession session) {
        this.session = session;
    }

    /** Runs in a session and a transaction of its own, committed when it returns. */
    <T> T run(Caller caller, BiFunction<KeycloakSession, Caller, T> work) {
        session.getTransactionManager().rollback();
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                fresh -> work.apply(fresh, caller.in(fresh)),
                "caregate portal");
    }
}

package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Work that follows a dry run, or is tried again. The request's own transaction has to be rolled back, and is, at once:
 * so its connection is free before another is asked for, and many requests at a time cannot hold on to each other's.
 */
final class AfterRollback {
    private final KeycloakSession session;

    AfterRollback(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Runs in a session and a transaction of its own, committed when it returns; once more where somebody else was
     * quicker.
     */
    <T> T run(Caller caller, BiFunction<KeycloakSession, Caller, T> work) {
        try {
            return once(caller, work);
        } catch (ProblemException refused) {
            if (refused.type() != ProblemType.CONFLICT) {
                throw refused;
            }
            return once(caller, work);
        }
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

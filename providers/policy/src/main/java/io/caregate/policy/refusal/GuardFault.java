package io.caregate.policy.refusal;

import io.caregate.foundation.log.ServerLog;
import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.ErrorResponseException;

/**
 * A guard that could not decide. Its request is refused: 500 with {@code server_error}, and a reference by which an
 * operator finds the exception in the server's log.
 */
record GuardFault(EnforcementPoint hook, String reference) {
    /** The error of the event. */
    static final String ERROR = "guard_failed";

    private static final ServerLog LOG = ServerLog.of(GuardFault.class);
    private static final String COUNTER = "caregate.guard.faults";
    private static final int REFERENCE_CHARACTERS = 10;

    /** Logs, counts and raises the event. None of this can fail. */
    static GuardFault record(
            KeycloakSession session, @Nullable RealmModel realm, EnforcementPoint enforcementPoint, Throwable fault) {
        String reference = SecretGenerator.getInstance().randomString(REFERENCE_CHARACTERS);
        GuardFault failed = new GuardFault(enforcementPoint, reference);
        try {
            String name = realm == null ? "none" : realm.getName();
            LOG.errorf(
                    fault,
                    "Caregate could not decide hook=%s realm=%s reference=%s",
                    enforcementPoint.label(),
                    name,
                    reference);
            Metrics.counter(COUNTER, "hook", enforcementPoint.label(), "realm", name)
                    .increment();
            raiseEvent(session, realm, failed);
        } catch (RuntimeException | LinkageError unrecorded) {
            LOG.errorf(
                    unrecorded,
                    "The failure of hook=%s reference=%s has no event",
                    enforcementPoint.label(),
                    reference);
        }
        return failed;
    }

    private static void raiseEvent(KeycloakSession session, @Nullable RealmModel realm, GuardFault failed) {
        if (realm == null || !isRequest(session)) {
            return;
        }
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(failed.hook().event())
                .client(session.getContext().getClient())
                .detail("hook", failed.hook().label())
                .detail(Details.REASON, failed.text())
                .error(ERROR);
    }

    /**
     * Whether there is a request. While 26.6 starts, it may have one without an address: the scope of its beans is that
     * of a request until the start has handed over to another thread.
     */
    static boolean isRequest(KeycloakSession session) {
        try {
            return session.getContext().getHttpRequest().getUri() != null;
        } catch (ContextNotActiveException startOrBackground) {
            return false;
        }
    }

    private String text() {
        return "Caregate could not check this request (" + hook.label() + "), so it is refused; the server's log has"
                + " the cause under reference " + reference;
    }

    /** The answer to the request; outside a request, the exception that stops the start. */
    RuntimeException answer(KeycloakSession session) {
        session.getTransactionManager().setRollbackOnly();
        if (!isRequest(session)) {
            return new RefusedAtStartException(text());
        }
        return hook.isInBrowser() ? page(session) : new ErrorResponseException(json());
    }

    private WebApplicationException page(KeycloakSession session) {
        try {
            return new ErrorPageException(
                    session,
                    Response.Status.INTERNAL_SERVER_ERROR,
                    PageText.GUARD_FAILED.in(session, reference),
                    reference);
        } catch (RuntimeException | LinkageError noPage) {
            LOG.errorf(noPage, "The page for reference=%s cannot be shown", reference);
            return new ErrorResponseException(json());
        }
    }

    private Response json() {
        return RefusalAnswers.json(Response.Status.INTERNAL_SERVER_ERROR, OAuthErrorException.SERVER_ERROR, text());
    }
}

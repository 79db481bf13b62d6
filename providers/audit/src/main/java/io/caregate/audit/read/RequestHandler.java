package io.caregate.audit.read;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.foundation.http.BearerCaller;
import io.caregate.foundation.http.RouteTable;
import io.caregate.foundation.log.ServerLog;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Runs a call and answers it. Every refusal or failure is a problem (RFC 9457). */
final class RequestHandler {
    private static final ServerLog LOG = ServerLog.of(RequestHandler.class);
    private static final int REFERENCE = 10;

    private final KeycloakSession session;
    private final AccessLog accessLog;

    RequestHandler(KeycloakSession session, AccessLog accessLog) {
        this.session = session;
        this.accessLog = accessLog;
    }

    /** Answers a call by anyone. The realm's demand for TLS holds. */
    Response answerAnyone(Reading reading) {
        return answer(
                session,
                () -> BearerCaller.lacksTls(session)
                        ? Problem.TLS_REQUIRED
                                .answer(session.getContext().getRealm())
                                .build()
                        : reading.answer(null));
    }

    /** Answers a call, if its caller may read the log now. */
    Response answer(Reading reading) {
        return guarded(AuditorGuard::refusal, reading::answer);
    }

    /** Answers a call by a user who is signed in to the portal. What they may read is up to the call. */
    Response answerUser(OwnReading reading) {
        return guarded(AuditorGuard::refusalOfUser, reading);
    }

    private Response guarded(Rule rule, OwnReading reading) {
        return answer(session, () -> {
            AuditorGuard guard = new AuditorGuard(session);
            AuthResult caller = guard.caller();
            Problem problem = rule.refusal(guard, caller);
            if (problem != null && caller != null) {
                accessLog.refused(caller);
            }
            return caller == null || problem != null
                    ? Objects.requireNonNullElse(problem, Problem.TOKEN_INVALID)
                            .answer(session.getContext().getRealm())
                            .build()
                    : reading.answer(caller);
        });
    }

    /** Answers a call of anyone whose permission is checked already, with a problem if it fails. */
    static Response answer(KeycloakSession session, Call call) {
        try {
            return call.answer();
        } catch (BadParameterException e) {
            return Problem.MALFORMED
                    .answer(String.valueOf(e.getMessage()), null)
                    .build();
        } catch (DamagedTreeException e) {
            LOG.errorf("the stored tree of the audit log is damaged: %s", e.getMessage());
            return Problem.LOG_DAMAGED.answer(session.getContext().getRealm()).build();
        } catch (RuntimeException e) {
            String reference = SecretGenerator.getInstance().randomString(REFERENCE);
            LOG.errorf(
                    e,
                    "audit call failed realm=%s reference=%s",
                    session.getContext().getRealm().getName(),
                    reference);
            session.getTransactionManager().setRollbackOnly();
            return Problem.SERVER_ERROR
                    .answer(Problem.SERVER_ERROR.detail(), reference)
                    .build();
        }
    }

    /** Refuses an address that the audit log does not have, or does not have with this method. */
    static void requireAddress(KeycloakSession session, RouteTable known, String base) {
        RealmModel realm = session.getContext().getRealm();
        known.require(session, base, () -> Problem.NOT_FOUND.answer(realm).build(), () -> Problem.METHOD_NOT_ALLOWED
                .answer(realm)
                .build());
    }

    /** An answer to a caller who may have it. */
    interface Call {
        Response answer() throws BadParameterException;
    }

    /** Says why a caller may not have the answer. */
    private interface Rule {
        @Nullable
        Problem refusal(AuditorGuard guard, @Nullable AuthResult caller);
    }

    /** The answer to a user about their own account. */
    interface OwnReading {
        Response answer(AuthResult caller) throws BadParameterException;
    }

    /** The answer to an auditor. */
    interface Reading {
        Response answer(@Nullable AuthResult caller) throws BadParameterException;
    }
}

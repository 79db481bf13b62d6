package io.caregate.audit.read;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.foundation.http.RouteTable;
import io.caregate.foundation.log.ServerLog;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Runs a call of an auditor and answers it; whatever is refused or fails is a problem (RFC 9457). */
final class RequestHandler {
    private static final ServerLog LOG = ServerLog.of(RequestHandler.class);
    private static final Pattern ENCODED_SLASH = Pattern.compile("%2f", Pattern.CASE_INSENSITIVE);
    private static final int REFERENCE = 10;

    private final KeycloakSession session;
    private final AccessLog accessLog;

    RequestHandler(KeycloakSession session, AccessLog accessLog) {
        this.session = session;
        this.accessLog = accessLog;
    }

    /** Answers a call, if its caller may read the log now. */
    Response answer(Reading reading) {
        try {
            AuditorGuard guard = new AuditorGuard(session);
            AuthResult caller = guard.caller();
            Problem problem = guard.refusal(caller);
            if (problem != null) {
                if (caller != null) {
                    accessLog.refused(caller);
                }
                return problem.answer(session.getContext().getRealm()).build();
            }
            return reading.answer(caller);
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

    /**
     * Refuses an address that is none, or not with this method. Keycloak answers what JAX-RS does not find in a form of
     * its own, but an exception that carries an answer goes out with it; so it is looked for before.
     */
    static void requireAddress(KeycloakSession session, RouteTable known, String base) {
        String path = session.getContext().getUri().getPath();
        int begin = path.indexOf(base);
        // JAX-RS takes segments apart before it decodes them; an encoded slash is in none of these addresses.
        boolean slash = ENCODED_SLASH
                .matcher(session.getContext().getUri().getRequestUri().getRawPath())
                .find();
        Set<String> methods = begin < 0 || slash ? Set.of() : known.methods(path.substring(begin + base.length()));
        if (methods.contains(session.getContext().getHttpRequest().getHttpMethod())) {
            return;
        }
        session.getTransactionManager().setRollbackOnly();
        if (methods.isEmpty()) {
            throw new WebApplicationException(
                    Problem.NOT_FOUND.answer(session.getContext().getRealm()).build());
        }
        // RFC 9110 section 15.5.6
        throw new WebApplicationException(Problem.METHOD_NOT_ALLOWED
                .answer(session.getContext().getRealm())
                .header(HttpHeaders.ALLOW, String.join(", ", methods))
                .build());
    }

    /** What is answered to an auditor. */
    interface Reading {
        Response answer(@Nullable AuthResult caller) throws BadParameterException;
    }
}

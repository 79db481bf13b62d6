package io.caregate.audit.read;

import io.caregate.foundation.http.BearerCaller;
import io.caregate.foundation.http.DirectToken;
import io.caregate.foundation.http.TokenAudience;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Lets auditors in, and users to what the log has about their own account. Auditors are callers who send a valid access
 * token of the realm and hold its role {@value #ROLE} now. The role is looked up on the user, or on the service
 * account's user, directly, by group or by composite. The roles in the token are ignored. The client that the token was
 * issued to must be allowed to use the role.
 */
final class AuditorGuard {
    static final String ROLE = "auditor";

    private static final String PORTAL = "caregate-portal";
    private static final String IMPERSONATOR = ImpersonationSessionNote.IMPERSONATOR_ID.toString();

    private final KeycloakSession session;
    private final RealmModel realm;

    AuditorGuard(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** The caller that the token speaks for; null if the token is not valid. */
    @Nullable
    AuthResult caller() {
        return BearerCaller.of(session);
    }

    /** The reason why this caller may not read the log; null if they may. */
    @Nullable
    Problem refusal(@Nullable AuthResult caller) {
        Problem problem = refusalOfToken(caller);
        if (caller == null || problem != null) {
            return problem;
        }
        RoleModel role = realm.getRole(ROLE);
        return role != null && isDirect(caller) && caller.user().hasRole(role) && mayActFor(caller, role)
                ? null
                : Problem.ROLE_MISSING;
    }

    /**
     * The reason why this caller may not read what the log has about their own account; null if they may. Users do so
     * in the portal: to any other application they have not given it by signing in there. Whoever impersonates the user
     * is not they; an auditor reads the log under their own name.
     */
    @Nullable
    Problem refusalOfUser(@Nullable AuthResult caller) {
        Problem problem = refusalOfToken(caller);
        if (caller == null || problem != null) {
            return problem;
        }
        ClientModel client = caller.client();
        return client != null
                        && isDirect(caller)
                        && client.getClientId().equals(PORTAL)
                        && caller.session().getNote(IMPERSONATOR) == null
                        && TokenAudience.of(session, caller).isEmpty()
                ? null
                : Problem.FOREIGN_TOKEN;
    }

    private @Nullable Problem refusalOfToken(@Nullable AuthResult caller) {
        if (BearerCaller.lacksTls(session)) {
            return Problem.TLS_REQUIRED;
        }
        if (caller == null) {
            boolean sent =
                    session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION)
                            != null;
            return sent ? Problem.TOKEN_INVALID : Problem.TOKEN_MISSING;
        }
        return null;
    }

    private boolean isDirect(AuthResult caller) {
        return DirectToken.is(session, caller.token(), caller.user(), caller.session(), caller.client());
    }

    /**
     * Whether the client that has the token may use the auditor's role. It may be the portal, a service account's own
     * client or, as in Keycloak's Admin API (AdminAuth), a client that has the role in its scope. So an auditor who
     * signs in to any other application does not hand it the log, nor does a token that is sent to an API.
     */
    private boolean mayActFor(AuthResult caller, RoleModel role) {
        ClientModel client = caller.client();
        if (client == null) {
            return false;
        }
        Set<String> apis = TokenAudience.of(session, caller);
        return client.getClientId().equals(PORTAL)
                ? apis.isEmpty()
                : apis.stream().allMatch(this::isKeycloak)
                        && (client.getId().equals(caller.user().getServiceAccountClientLink())
                                || client.hasScope(role));
    }

    // A token with one of these names is for Keycloak itself. In the operator's realm each realm has such a name.
    private boolean isKeycloak(String audience) {
        return TokenAudience.KEYCLOAK.contains(audience)
                || (realm.getName().equals(Config.getAdminRealm()) && audience.endsWith("-realm"));
    }
}

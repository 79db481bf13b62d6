package io.caregate.portal.access;

import io.caregate.foundation.http.BearerCaller;
import io.caregate.foundation.http.DirectToken;
import io.caregate.foundation.http.TokenAudience;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Admits a caller with a valid access token of this realm (RFC 6750 section 2.1) that was issued to the portal, or to a
 * service account's own client. A user's token from any other application is refused: a user who signs in there has not
 * asked it to register clients or to read secrets in their name.
 */
public final class AccessGuard {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final String portalClient;

    public AccessGuard(KeycloakSession session, String portalClient) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.portalClient = portalClient;
    }

    /** The caller; a {@link ProblemException} if they cannot be identified or are not allowed here. */
    public Caller caller() {
        if (BearerCaller.lacksTls(session)) {
            throw ProblemException.of(ProblemType.TLS_REQUIRED);
        }
        String sent = session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION);
        if (sent == null) {
            throw ProblemException.of(ProblemType.TOKEN_MISSING);
        }
        AuthResult proof = BearerCaller.of(session);
        if (proof == null) {
            throw ProblemException.of(ProblemType.TOKEN_INVALID);
        }
        if (!isMeantForThePortal(proof)) {
            throw ProblemException.of(ProblemType.FOREIGN_TOKEN);
        }
        return new Caller(realm, proof);
    }

    private boolean isMeantForThePortal(AuthResult proof) {
        ClientModel client = proof.client();
        if (client == null || !DirectToken.is(session, proof.token(), proof.user(), proof.session(), client)) {
            return false;
        }
        Set<String> audience = TokenAudience.of(session, proof);
        return client.getClientId().equals(portalClient)
                ? audience.isEmpty()
                : client.getId().equals(proof.user().getServiceAccountClientLink())
                        && TokenAudience.KEYCLOAK.containsAll(audience);
    }
}

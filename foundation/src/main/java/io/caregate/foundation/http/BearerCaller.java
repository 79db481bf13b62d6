package io.caregate.foundation.http;

import jakarta.ws.rs.NotAuthorizedException;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AppAuthManager.BearerTokenAuthenticator;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** The caller of a REST address of the pack, as the access token in the request identifies them. */
public final class BearerCaller {

    private BearerCaller() {}

    /** The subject of the token, with its user, client and session; null if there is no token or it is not valid. */
    public static @Nullable AuthResult of(KeycloakSession session) {
        try {
            return new BearerTokenAuthenticator(session).authenticate();
        } catch (NotAuthorizedException refused) {
            return null;
        }
    }

    /** Whether the request came without TLS although the realm requires it from the sender's address. */
    public static boolean lacksTls(KeycloakSession session) {
        boolean plain =
                !"https".equals(session.getContext().getUri().getBaseUri().getScheme());
        return plain
                && session.getContext()
                        .getRealm()
                        .getSslRequired()
                        .isRequired(session.getContext().getConnection());
    }
}

package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.representations.IDToken;

/**
 * The ID token that is about to be issued. Keycloak shows it to its policy manager, before the token post-processors,
 * which are shown the access token only. The grants that ask no policy before they answer are token exchange and JWT
 * bearer.
 */
public final class IssuedIdToken {

    private static final String ATTRIBUTE = "caregate.issued-id-token";

    private IssuedIdToken() {}

    /** Keeps it for {@link TokenGuard}, until the request ends. */
    public static void remember(KeycloakSession session, AccessTokenResponseBuilder answer) {
        if (answer.getIdToken() != null) {
            session.setAttribute(ATTRIBUTE, answer.getIdToken());
        }
    }

    /** The ID token of this request, or null if Keycloak has shown none. */
    static @Nullable IDToken of(KeycloakSession session) {
        return session.getAttribute(ATTRIBUTE, IDToken.class);
    }
}

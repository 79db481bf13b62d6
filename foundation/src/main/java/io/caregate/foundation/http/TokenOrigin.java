package io.caregate.foundation.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.AccessTokenContext.SessionType;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;

/**
 * Whether an access token that Keycloak has verified was issued directly to its client: by a sign-in of its user, or
 * with the client's own credentials. A token that was made from another token (UMA grant, RFC 8693), or refreshed from
 * such a token, may be held by an API to which its user has sent only the original; no resource of the pack accepts it.
 *
 * <p>The token's id, which Keycloak writes, says how the token was made. A token without a session represents a service
 * account, and only that of its own client: Keycloak finds the user of such a token by claims.
 *
 * @param sessionId the claim {@code sid}; null if there is none
 * @param sessionType the type of session according to the token's id
 * @param grant the grant that made the token, according to its id
 * @param derived whether the token carries permissions of the UMA grant, or the mark of a token refreshed from a
 *     derived one
 */
record TokenOrigin(@Nullable String sessionId, SessionType sessionType, String grant, boolean derived) {

    /** Set by {@code caregate-policy.jar} after all protocol mappers have run. */
    static final String DERIVED = "caregate_derived";

    private static final Set<String> DIRECT = Set.of(
            OAuth2Constants.AUTHORIZATION_CODE,
            OAuth2Constants.REFRESH_TOKEN,
            OAuth2Constants.CLIENT_CREDENTIALS,
            OAuth2Constants.PASSWORD,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE,
            OAuth2Constants.CIBA_GRANT_TYPE);

    static TokenOrigin of(KeycloakSession session, AccessToken token) {
        AccessTokenContext context =
                session.getProvider(TokenContextEncoderProvider.class).getTokenContextFromTokenId(token.getId());
        return new TokenOrigin(
                token.getSessionId(),
                context.getSessionType(),
                context.getGrantType(),
                token.getAuthorization() != null || token.getOtherClaims().containsKey(DERIVED));
    }

    /**
     * Whether it was issued directly to its client.
     *
     * @param ownServiceAccount whether its user is the service account of its client
     * @param signedInAtClient whether the session of its user, which it names, includes its client
     */
    boolean isDirect(boolean ownServiceAccount, boolean signedInAtClient) {
        if (derived || !DIRECT.contains(grant)) {
            return false;
        }
        return switch (sessionType) {
            case ONLINE, OFFLINE -> sessionId != null && signedInAtClient;
            case TRANSIENT -> sessionId == null && ownServiceAccount;
            default -> false;
        };
    }
}

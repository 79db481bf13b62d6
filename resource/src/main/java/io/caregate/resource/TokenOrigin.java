package io.caregate.resource;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.AccessTokenContext.SessionType;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;

/**
 * Whether an access token that Keycloak has verified came straight to its client: by a sign-in of its user, or by the
 * client's own credentials. One that was made from another token (UMA grant, RFC 8693), or refreshed from such a one,
 * may be in the hands of an API to which its user has only sent a token; no resource of the pack takes it.
 *
 * <p>How a token was made is in its id, which Keycloak writes. A token without session speaks for a service account,
 * and only for that of its own client: Keycloak finds the user of such a token by claims.
 *
 * @param sessionId the claim {@code sid}; null if there is none
 * @param sessionType what the token's id says of its session
 * @param grant what the token's id says of the grant that made it
 * @param derived whether the token carries permissions of the UMA grant, or the mark of what is refreshed from another
 *     token
 */
record TokenOrigin(@Nullable String sessionId, SessionType sessionType, String grant, boolean derived) {

    /** Set by {@code caregate-policy.jar} behind all protocol mappers. */
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
     * Whether it came straight to its client.
     *
     * @param ownServiceAccount whether its user is the service account of its client
     * @param signedInAtClient whether the session of its user, which it names, has one of its client
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

package io.caregate.policy.token;

import java.util.Arrays;
import java.util.stream.Stream;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;

/** The audience of an access token as the API that receives it will see it. */
final class Audience {

    private Audience() {}

    /** The token's own audience, and for a lightweight token also the one that introspection would add to it. */
    static String[] of(KeycloakSession session, ClientSessionContext context, AccessToken token) {
        String[] own = token.getAudience() == null ? new String[0] : token.getAudience();
        if (!isLightweight(session, token)) {
            return own;
        }
        UserSessionModel userSession = context.getClientSession().getUserSession();
        String[] introspected = new TokenManager()
                .transformIntrospectionAccessToken(session, token, new AccessToken(), userSession, context)
                .getAudience();
        return introspected == null
                ? own
                : Stream.concat(Arrays.stream(own), Arrays.stream(introspected)).toArray(String[]::new);
    }

    private static boolean isLightweight(KeycloakSession session, AccessToken token) {
        TokenContextEncoderProvider encoder = session.getProvider(TokenContextEncoderProvider.class);
        return encoder.getTokenContextFromTokenId(token.getId()).getTokenType()
                == AccessTokenContext.TokenType.LIGHTWEIGHT;
    }
}

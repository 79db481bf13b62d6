package io.caregate.policy.token;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.TokenUtil;

/**
 * Every audience under which an API could accept what is issued: that of the access token; that which introspection
 * would add to it; that of the ID token beside it, since an API that looks at signature and audience alone would take
 * it for an access token; and that which another post-processor has replaced.
 */
final class Audience {

    private Audience() {}

    static String[] of(KeycloakSession session, ClientSessionContext context, AccessToken token) {
        List<String> audiences = new ArrayList<>(4);
        Collections.addAll(audiences, ReservedClaims.audiences(token));
        if (isLightweight(session, token) || IntrospectionMappers.couldAddAudience(session, context)) {
            AccessToken shown = new TokenManager()
                    .transformIntrospectionAccessToken(
                            session,
                            token,
                            new AccessToken(),
                            context.getClientSession().getUserSession(),
                            context);
            Collections.addAll(audiences, ReservedClaims.audiences(shown));
        }
        Collections.addAll(audiences, ofIdToken(session, context));
        Collections.addAll(audiences, AudienceBefore.ifReplaced(session, token));
        return audiences.toArray(String[]::new);
    }

    /** The audiences of the ID token beside it; none if there is none. */
    static String[] ofIdToken(KeycloakSession session, ClientSessionContext context) {
        if (!hasIdToken(session, context)) {
            return new String[0];
        }
        IDToken id = new IDToken();
        id.audience(context.getClientSession().getClient().getClientId());
        return ReservedClaims.audiences(
                IdTokenMappers.couldAddAudience(session, context)
                        ? new TokenManager()
                                .transformIDToken(
                                        session, id, context.getClientSession().getUserSession(), context)
                        : id);
    }

    // Keycloak makes one by the scope of this request; at a refresh by that of the sign-in, which another request
    // of the same session may be changing at this moment; at a token exchange by what is asked for.
    private static boolean hasIdToken(KeycloakSession session, ClientSessionContext context) {
        MultivaluedMap<String, String> form =
                session.getContext().getHttpRequest().getDecodedFormParameters();
        return TokenUtil.isOIDCRequest(context.getScopeString())
                || TokenUtil.isOIDCRequest(context.getClientSession().getNote(OAuth2Constants.SCOPE))
                || OAuth2Constants.REFRESH_TOKEN.equals(form.getFirst(OAuth2Constants.GRANT_TYPE))
                || TokenUtil.isOIDCRequest(form.getFirst(OAuth2Constants.SCOPE))
                || form.getOrDefault(OAuth2Constants.REQUESTED_TOKEN_TYPE, List.of())
                        .contains(OAuth2Constants.ID_TOKEN_TYPE);
    }

    private static boolean isLightweight(KeycloakSession session, AccessToken token) {
        TokenContextEncoderProvider encoder = session.getProvider(TokenContextEncoderProvider.class);
        return encoder.getTokenContextFromTokenId(token.getId()).getTokenType()
                == AccessTokenContext.TokenType.LIGHTWEIGHT;
    }
}

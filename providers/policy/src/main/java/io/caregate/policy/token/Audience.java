package io.caregate.policy.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.TokenUtil;

/**
 * Every audience under which an API could accept what is issued: the audience of the access token; the audience that
 * introspection would add to it; the audience of the accompanying ID token, since an API that checks only signature and
 * audience would accept it as an access token; and the audience that another post-processor has replaced.
 */
final class Audience {

    private Audience() {}

    static List<@Nullable String> of(AccessToken token, TokenPreview preview) {
        List<@Nullable String> audiences = ReservedClaims.audiences(token);
        if (preview.isLightweight(token) || preview.introspectionCouldAddAudience()) {
            audiences.addAll(ReservedClaims.audiences(preview.introspected(token)));
        }
        audiences.addAll(ofIdToken(preview));
        audiences.addAll(preview.audienceBefore().ifReplaced(token));
        return audiences;
    }

    /** The audiences of the accompanying ID token; none if there is no ID token. */
    static List<@Nullable String> ofIdToken(TokenPreview preview) {
        if (!hasIdToken(preview)) {
            return List.of();
        }
        IDToken id = new IDToken();
        id.audience(preview.clientId());
        return ReservedClaims.audiences(preview.idTokenCouldAddAudience() ? preview.mapped(id) : id);
    }

    // Keycloak makes an ID token by the scope of this request; at a refresh by that of the sign-in; at a token exchange
    // by what is requested.
    private static boolean hasIdToken(TokenPreview preview) {
        Map<String, List<String>> form = preview.form();
        return TokenUtil.isOIDCRequest(preview.scope())
                || TokenUtil.isOIDCRequest(preview.signInScope())
                || OAuth2Constants.REFRESH_TOKEN.equals(Grant.asked(form))
                || TokenUtil.isOIDCRequest(Grant.first(form, OAuth2Constants.SCOPE))
                || form.getOrDefault(OAuth2Constants.REQUESTED_TOKEN_TYPE, List.of())
                        .contains(OAuth2Constants.ID_TOKEN_TYPE);
    }
}

package io.caregate.policy.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
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

    static List<@Nullable String> of(AccessToken token, TokenPreview preview) {
        List<@Nullable String> audiences = ReservedClaims.audiences(token);
        if (preview.isLightweight(token) || preview.introspectionCouldAddAudience()) {
            audiences.addAll(ReservedClaims.audiences(preview.introspected(token)));
        }
        audiences.addAll(ofIdToken(preview));
        audiences.addAll(preview.audienceBefore().ifReplaced(token));
        return audiences;
    }

    /** The audiences of the ID token beside it; none if there is none. */
    static List<@Nullable String> ofIdToken(TokenPreview preview) {
        if (!hasIdToken(preview)) {
            return List.of();
        }
        IDToken id = new IDToken();
        id.audience(preview.clientId());
        return ReservedClaims.audiences(preview.idTokenCouldAddAudience() ? preview.mapped(id) : id);
    }

    // Keycloak makes one by the scope of this request; at a refresh by that of the sign-in; at a token exchange by what
    // is asked for.
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

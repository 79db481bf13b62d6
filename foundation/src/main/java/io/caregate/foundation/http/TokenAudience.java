package io.caregate.foundation.http;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.util.DefaultClientSessionContext;

/**
 * The APIs that may hold the access token of a caller of the pack's REST, because it is for them. A token that is sent
 * to an API must be useless to that API here.
 */
public final class TokenAudience {
    /**
     * By these names a token says that it is for Keycloak itself; a service account's token has them for its roles
     * there.
     */
    public static final Set<String> KEYCLOAK = Set.of(
            Constants.ACCOUNT_MANAGEMENT_CLIENT_ID,
            Constants.BROKER_SERVICE_CLIENT_ID,
            Constants.REALM_MANAGEMENT_CLIENT_ID);

    private TokenAudience() {}

    /**
     * The audience in the token, and what introspection (RFC 7662 section 2.2) adds to it: a lightweight access token
     * names no audience, and an API that gets one asks Keycloak whether it is meant.
     *
     * @param caller with the client to which the token was issued
     */
    public static Set<String> of(KeycloakSession session, AuthResult caller) {
        AccessToken token = caller.token();
        Set<String> audience = new HashSet<>();
        add(audience, token);
        AuthenticatedClientSessionModel clientSession = caller.session()
                .getAuthenticatedClientSessionByClient(caller.client().getId());
        if (clientSession != null) {
            var context = DefaultClientSessionContext.fromClientSessionAndScopeParameter(
                    clientSession, token.getScope(), session);
            add(
                    audience,
                    new TokenManager()
                            .transformIntrospectionAccessToken(
                                    session, new AccessToken(), basic(token), caller.session(), context));
        }
        return audience;
    }

    /** What Keycloak's introspection begins with. Claims of the token that it would check once more are left out. */
    private static AccessToken basic(AccessToken token) {
        AccessToken basic = new AccessToken();
        basic.subject(token.getSubject());
        basic.issuedFor(token.getIssuedFor());
        basic.setScope(token.getScope());
        basic.setSessionId(token.getSessionId());
        return basic;
    }

    private static void add(Set<String> audience, AccessToken token) {
        String[] named = token.getAudience();
        if (named != null) {
            audience.addAll(Arrays.asList(named));
        }
    }
}

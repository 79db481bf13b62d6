package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.DerivedTokenEnforcer;
import io.caregate.policy.token.Grant;
import io.caregate.policy.token.GrantReader;
import io.caregate.policy.token.ServerClaims;
import io.caregate.policy.token.SubjectEnforcer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.representations.RefreshToken;

/**
 * The token manager of the token and userinfo endpoints. It sees a token just before and just after its protocol
 * mappers: access tokens before a refresh token is made from them, ID tokens, and userinfo.
 */
final class FaithfulTokenManager extends TokenManager {

    private final Enforcement enforcement;

    FaithfulTokenManager(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** The token's id does not say which of these grants made it, unless the context does. */
    @Override
    public AccessToken createClientAccessToken(
            KeycloakSession session,
            RealmModel realm,
            ClientModel client,
            UserModel user,
            UserSessionModel userSession,
            ClientSessionContext context,
            boolean isOffline) {
        String grant = GrantReader.asked(session);
        if (context.getAttribute(Constants.GRANT_TYPE, String.class) == null && Grant.isDerived(grant)) {
            context.setAttribute(Constants.GRANT_TYPE, grant);
        }
        return super.createClientAccessToken(session, realm, client, user, userSession, context, isOffline);
    }

    /**
     * Keycloak signs refresh tokens with a secret of its own, and takes what any of its keys has signed for one. The
     * signed answer to an introspection has the type of the token that was asked about, so it is told apart by its key.
     */
    @Override
    public RefreshToken verifyRefreshToken(
            KeycloakSession session,
            RealmModel realm,
            ClientModel client,
            HttpRequest request,
            String encoded,
            boolean checkExpiration)
            throws OAuthErrorException {
        RefreshToken token = super.verifyRefreshToken(session, realm, client, request, encoded, checkExpiration);
        Enforcement own = enforcement.in(realm);
        own.guard(EnforcementPoint.REFRESH, () -> new DerivedTokenEnforcer(own)
                .requireRefreshToken(token, encoded, client));
        return token;
    }

    @Override
    public AccessToken transformAccessToken(
            KeycloakSession session, AccessToken token, UserSessionModel userSession, ClientSessionContext context) {
        ServerClaims before = ServerClaims.of(token);
        AccessToken mapped = super.transformAccessToken(session, token, userSession, context);
        guard(userSession, EnforcementPoint.TOKEN, gate -> gate.issued(before, mapped, context));
        return mapped;
    }

    @Override
    public IDToken transformIDToken(
            KeycloakSession session, IDToken token, UserSessionModel userSession, ClientSessionContext context) {
        ServerClaims before = ServerClaims.of(token);
        IDToken mapped = super.transformIDToken(session, token, userSession, context);
        guard(userSession, EnforcementPoint.TOKEN, gate -> gate.issued(before, mapped, context));
        return mapped;
    }

    @Override
    public AccessToken transformUserInfoAccessToken(
            KeycloakSession session,
            @Nullable AccessToken bearer,
            AccessToken claims,
            UserSessionModel userSession,
            ClientSessionContext context) {
        ServerClaims before = ServerClaims.of(claims);
        AccessToken mapped = super.transformUserInfoAccessToken(session, bearer, claims, userSession, context);
        guard(userSession, EnforcementPoint.USERINFO, gate -> gate.userInfo(before, mapped, context));
        return mapped;
    }

    private void guard(
            UserSessionModel userSession, EnforcementPoint enforcementPoint, Consumer<SubjectEnforcer> guard) {
        Enforcement own = enforcement.in(userSession.getRealm());
        own.guard(enforcementPoint, () -> guard.accept(new SubjectEnforcer(own)));
    }
}

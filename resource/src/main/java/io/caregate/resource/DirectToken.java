package io.caregate.resource;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.util.MtlsHoKTokenUtil;

/**
 * The access token of a caller of the pack's REST, after Keycloak has verified it. Whether it came straight to its
 * client is decided by how Keycloak made it and by the session that it belongs to, not by claims that a protocol mapper
 * may write.
 */
public final class DirectToken {

    private DirectToken() {}

    /**
     * Whether the token came straight to its client, by a sign-in of its user or by the client's own credentials. One
     * that was made from another token may be in the hands of an API to which its user has only sent that one, and one
     * that is bound to a certificate in those of somebody who does not present that.
     *
     * @param user whom Keycloak has found for it
     * @param userSession the session that Keycloak has found for it, or made for a token without one
     * @param client the client that it was issued to
     */
    public static boolean is(
            KeycloakSession session,
            AccessToken token,
            @Nullable UserModel user,
            @Nullable UserSessionModel userSession,
            @Nullable ClientModel client) {
        if (user == null || client == null || !client.getClientId().equals(token.getIssuedFor())) {
            return false;
        }
        if (!isPresentedByItsHolder(session, token)) {
            return false;
        }
        boolean ownServiceAccount = client.getId().equals(user.getServiceAccountClientLink());
        boolean signedIn = userSession != null
                && userSession.getId().equals(token.getSessionId())
                && userSession.getUser() != null
                && userSession.getUser().getId().equals(user.getId())
                && userSession.getAuthenticatedClientSessionByClient(client.getId()) != null;
        return TokenOrigin.of(session, token).isDirect(ownServiceAccount, signedIn);
    }

    // Keycloak has checked a proof of possession (RFC 9449), and leaves a certificate (RFC 8705 section 3) to whoever
    // asks.
    private static boolean isPresentedByItsHolder(KeycloakSession session, AccessToken token) {
        AccessToken.Confirmation bound = token.getConfirmation();
        return bound == null
                || bound.getCertThumbprint() == null
                || MtlsHoKTokenUtil.verifyTokenBindingWithClientCertificate(
                        token, session.getContext().getHttpRequest(), session);
    }
}

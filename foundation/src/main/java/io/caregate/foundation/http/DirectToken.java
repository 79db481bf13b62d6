package io.caregate.foundation.http;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.util.MtlsHoKTokenUtil;

/**
 * The access token of a caller of the pack's REST, after Keycloak has verified it. How Keycloak made the token and the
 * session that it belongs to determine whether it was issued directly to its client. Claims that a protocol mapper may
 * write do not.
 */
public final class DirectToken {

    private DirectToken() {}

    /**
     * Whether the token was issued directly to its client, by a sign-in of its user or with the client's own
     * credentials. A token that was made from another token may be held by an API to which its user has sent only the
     * original. A token that is bound to a certificate may be held by a caller that does not present the certificate.
     *
     * @param user the user whom Keycloak has found for it
     * @param userSession the session that Keycloak has found for it, or created for a token without one
     * @param client the client to which it was issued
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

    // Keycloak has checked a proof of possession (RFC 9449). It leaves the check of a certificate (RFC 8705 section 3)
    // to its caller.
    private static boolean isPresentedByItsHolder(KeycloakSession session, AccessToken token) {
        AccessToken.Confirmation bound = token.getConfirmation();
        return bound == null
                || bound.getCertThumbprint() == null
                || MtlsHoKTokenUtil.verifyTokenBindingWithClientCertificate(
                        token, session.getContext().getHttpRequest(), session);
    }
}

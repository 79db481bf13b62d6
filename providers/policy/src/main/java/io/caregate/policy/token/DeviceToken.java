package io.caregate.policy.token;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;

/**
 * The bearer token by which an authentication device answers a CIBA request. Nobody has approved anything when Keycloak
 * sends it, so it is good for the answer alone: it has no session, and its {@code jti} says of none.
 */
public final class DeviceToken {

    private DeviceToken() {}

    /** Lets Keycloak sign the token of this request. */
    public static void admit(KeycloakSession session, CIBAAuthenticationRequest request) {
        VettedTokens.addKnown(session, request.getAuthResultId());
    }
}

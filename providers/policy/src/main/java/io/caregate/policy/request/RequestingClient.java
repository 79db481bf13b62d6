package io.caregate.policy.request;

import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * The client's settings by which an authorization request is judged, apart from the registered addresses.
 *
 * @param protocol the login protocol; OpenID Connect if it is null
 * @param withoutIssuer whether its answers are set to have no {@code iss} (RFC 9207)
 */
record RequestingClient(
        String clientId,
        boolean enabled,
        boolean bearerOnly,
        boolean publicClient,
        @Nullable String protocol,
        boolean withoutIssuer) {

    /** Whether the authorization endpoint serves it; if not, Keycloak answers with its own error page. */
    boolean isServed() {
        return enabled && !bearerOnly && (protocol == null || protocol.equals(OIDCLoginProtocol.LOGIN_PROTOCOL));
    }
}

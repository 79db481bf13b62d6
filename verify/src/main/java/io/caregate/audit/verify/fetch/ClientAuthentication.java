package io.caregate.audit.verify.fetch;

import java.net.URI;
import java.util.Map;

/** How a client shows at the token endpoint that it is the one. */
interface ClientAuthentication {
    /** A public client shows nothing. */
    ClientAuthentication NONE = issuer -> Map.of();

    /** The parameters of one request, besides {@code client_id}. */
    Map<String, String> parameters(URI issuer);

    /** The client's secret, in the request's body (RFC 6749, section 2.3.1). */
    static ClientAuthentication secret(String secret) {
        return issuer -> Map.of("client_secret", secret);
    }
}

package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;

/** The session of a user with a client, which a token is issued in. What costs a look-up is read where it is asked. */
interface TokenSession {

    /** The name of the realm, for the log. */
    String realm();

    /** The client id. */
    String clientId();

    /** The id of the user session. */
    String id();

    /** The user; null if they were deleted. */
    @Nullable
    Subject subject();

    /** The client whose service account the user is; null if it is none. */
    @Nullable
    String serviceClient();

    /** The {@code acr} that Keycloak's own mapper would write. */
    String acr();

    /** When the user signed in, in seconds, as the session has noted it; null if it has not. */
    @Nullable
    String authTime();

    /** The thumbprint of the key in the request's DPoP proof (RFC 9449); null if it has none. */
    @Nullable
    String proofThumbprint();
}

package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;

/**
 * The session of a user with a client, in which a token is issued. Values that cost a look-up are read when they are
 * needed.
 */
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

    /** The client whose service account the user is; null if there is none. */
    @Nullable
    String serviceClient();

    /** The {@code acr} that Keycloak's own mapper would write. */
    String acr();

    /** When the user signed in, in seconds, as the session has recorded it; null if it has not. */
    @Nullable
    String authTime();

    /** The thumbprint of the key in the request's DPoP proof (RFC 9449); null if it has none. */
    @Nullable
    String proofThumbprint();
}

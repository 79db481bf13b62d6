package io.caregate.foundation.http;

import org.jspecify.annotations.Nullable;

/** The value of {@code WWW-Authenticate} in an answer 401 (RFC 6750 section 3); the realm is given by its name. */
public final class BearerChallenge {

    private BearerChallenge() {}

    /** The challenge to a request without a token: it has no error code (RFC 6750 section 3.1). */
    public static String tokenMissing(String realm) {
        return "Bearer realm=\"" + realm.replaceAll("[^A-Za-z0-9 ._~-]", "_") + '"';
    }

    /** The challenge to a request whose token is not valid; the description is optional. */
    public static String tokenInvalid(String realm, @Nullable String description) {
        return tokenMissing(realm) + ", error=\"invalid_token\""
                + (description == null ? "" : ", error_description=\"" + description + '"');
    }
}

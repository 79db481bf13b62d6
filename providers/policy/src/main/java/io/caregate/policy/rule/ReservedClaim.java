package io.caregate.policy.rule;

import java.util.Set;

/**
 * Claims that Keycloak sets itself (RFC 7519 section 4.1, RFC 7800, RFC 9068 section 2.2, OpenID Connect Core section
 * 2).
 */
public final class ReservedClaim {

    /** The audience. */
    public static final String AUDIENCE = "aud";

    /** All of them. */
    public static final Set<String> NAMES = Set.of(
            "iss",
            "sub",
            AUDIENCE,
            "exp",
            "nbf",
            "iat",
            "jti",
            "typ",
            "azp",
            "scope",
            "sid",
            "cnf",
            "acr",
            "auth_time",
            "nonce");

    private ReservedClaim() {}
}

package io.caregate.policy.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a client assertion (RFC 7521 section 4.2, RFC 7523 section 3): a signed JWT by which a client
 * authenticates. Times are seconds since 1970, as in JWT.
 *
 * @param federated whether an identity provider that the realm trusts has issued it, rather than the client
 * @param symmetric whether it is signed with the client's secret rather than a key pair
 * @param keyId the header {@code kid}
 * @param keyIdNeeded whether it must name the key: the client has several, or the request asks for a SMART scope
 * @param issuer the claim {@code iss}
 * @param subject the claim {@code sub}
 * @param audiences the claim {@code aud}, one or several; empty if it is absent
 * @param expiry the claim {@code exp}
 * @param issuedAt the claim {@code iat}
 * @param id the claim {@code jti}
 */
public record AssertionFacts(
        boolean federated,
        boolean symmetric,
        @Nullable String keyId,
        boolean keyIdNeeded,
        @Nullable String issuer,
        @Nullable String subject,
        List<String> audiences,
        @Nullable Long expiry,
        @Nullable Long issuedAt,
        @Nullable String id) {

    public AssertionFacts {
        audiences = List.copyOf(audiences);
    }
}

package io.caregate.policy.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client assertion says (RFC 7521 section 4.2, RFC 7523 section 3): a signed JWT by which a client
 * authenticates. Times are seconds since 1970, as JWT has them.
 *
 * @param federated whether somebody else than the client has issued it: an identity provider that the realm trusts
 * @param symmetric whether it is signed with the client's secret, not with a key pair
 * @param keyId the header {@code kid}
 * @param keyIdNeeded whether the key has to be named: the client has several, or the request asks for a SMART scope
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

package io.caregate.policy.rule;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client assertions that a realm accepts: those made for it alone, with a clearly identified key, for the next five
 * minutes, and with an id that can be stored. The caller must check that the id is not used twice.
 *
 * <p>The audience is the issuer (draft-ietf-oauth-rfc7523bis section 4) or the token endpoint (SMART App Launch,
 * "Client Authentication: Asymmetric") unless the operator rules it out, and nothing else. An assertion that names a
 * second server, or an endpoint that the client may have learnt from an attacker, can be replayed by the party named
 * there.
 *
 * @param issuer the realm's issuer
 * @param tokenEndpoint the address of the realm's token endpoint
 * @param accepted which of the two an assertion may name
 */
public record ClientAssertionRule(String issuer, String tokenEndpoint, AssertionAudience accepted) {

    /** How far ahead an assertion may expire, and how long ago it may have been made. */
    public static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    /** How far the client's clock may be ahead of or behind this one. The same as Keycloak's. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(15);

    private static final int SHOWN = 120;
    private static final long FARTHEST = LONGEST_LIFE.plus(CLOCK_SKEW).toSeconds();

    /**
     * The problem with an assertion, as a sentence that says what to do; empty if there is none.
     *
     * @param now seconds since 1970
     */
    public Optional<String> check(AssertionFacts assertion, long now) {
        return keyId(assertion)
                .or(() -> identity(assertion))
                .or(() -> audience(assertion))
                .or(() -> expiry(assertion.expiry(), now))
                .or(() -> issuedAt(assertion.issuedAt(), now))
                .or(() -> id(assertion));
    }

    private static Optional<String> keyId(AssertionFacts assertion) {
        return when(
                !assertion.symmetric() && assertion.keyIdNeeded() && isBlank(assertion.keyId()),
                "The client assertion has no kid, which a client with several keys needs, and a request for SMART"
                        + " scopes; name the signing key in its header");
    }

    private static Optional<String> identity(AssertionFacts assertion) {
        String issuer = assertion.issuer();
        if (isBlank(issuer) || isBlank(assertion.subject())) {
            return Optional.of("The client assertion has no "
                    + (isBlank(issuer) ? "iss" : "sub")
                    + (assertion.federated() ? "" : "; set iss and sub to the client_id"));
        }
        return when(
                !assertion.federated() && !Objects.equals(issuer, assertion.subject()),
                "The client assertion's iss and sub differ; set both to the client_id");
    }

    private Optional<String> audience(AssertionFacts assertion) {
        if (assertion.audiences().size() != 1) {
            return Optional.of("The client assertion has "
                    + (assertion.audiences().isEmpty() ? "no aud" : "several values in aud")
                    + "; set it to " + shown(issuer) + " alone");
        }
        String audience = assertion.audiences().get(0);
        boolean tokenEndpointAccepted = accepted == AssertionAudience.ISSUER_OR_TOKEN_ENDPOINT;
        if (audience.equals(issuer) || (tokenEndpointAccepted && audience.equals(tokenEndpoint))) {
            return Optional.empty();
        }
        return Optional.of("The client assertion's aud '" + shown(audience) + "' is not this realm"
                + (tokenEndpointAccepted
                        ? "; set it to " + shown(issuer) + " or " + shown(tokenEndpoint)
                        : "'s issuer; set it to " + shown(issuer)));
    }

    // RFC 7519 section 4.1.4: not accepted on or after that time.
    private static Optional<String> expiry(@Nullable Long expiry, long now) {
        if (expiry == null) {
            return Optional.of("The client assertion has no exp; let it expire within 5 minutes");
        }
        if (expiry <= now) {
            return Optional.of("The client assertion has expired; make one for each request");
        }
        return when(
                expiry > now + FARTHEST, "The client assertion's exp is too far ahead; let it expire within 5 minutes");
    }

    private static Optional<String> issuedAt(@Nullable Long issuedAt, long now) {
        if (issuedAt == null) {
            return Optional.empty();
        }
        if (issuedAt > now + CLOCK_SKEW.toSeconds()) {
            return Optional.of("The client assertion's iat is in the future; set the client's clock");
        }
        return when(
                issuedAt < now - FARTHEST,
                "The client assertion's iat is more than 5 minutes ago; make one for each request");
    }

    private static Optional<String> id(AssertionFacts assertion) {
        return when(
                isBlank(assertion.id()), "The client assertion has no jti; put a new random value into each assertion");
    }

    private static Optional<String> when(boolean wrong, String problem) {
        return wrong ? Optional.of(problem) : Optional.empty();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static String shown(String text) {
        return PrintableText.printable(text, SHOWN);
    }
}

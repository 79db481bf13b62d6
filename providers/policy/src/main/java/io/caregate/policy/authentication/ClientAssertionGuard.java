package io.caregate.policy.authentication;

import io.caregate.policy.rule.AssertionFacts;
import io.caregate.policy.rule.ClientAssertionRule;
import io.caregate.policy.rule.SmartScope;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jws.JWSHeader;
import org.keycloak.representations.JsonWebToken;

/**
 * The checks that {@link ClientAssertionRule} leaves to its caller: how a signed assertion is read, which client it
 * names, and that it is used once (RFC 7523 section 3).
 */
final class ClientAssertionGuard {

    private ClientAssertionGuard() {}

    /**
     * The facts that the rule decides on.
     *
     * @param federated whether an identity provider has issued it
     * @param keyIdNeeded whether the key must be named; asked only if it is not
     */
    static AssertionFacts facts(JWSHeader header, JsonWebToken token, boolean federated, BooleanSupplier keyIdNeeded) {
        String keyId = header.getKeyId();
        return new AssertionFacts(
                federated,
                isSymmetric(header),
                keyId,
                federated || keyId != null || keyIdNeeded.getAsBoolean(),
                token.getIssuer(),
                token.getSubject(),
                audiences(token.getAudience()),
                token.getExp(),
                token.getIat(),
                token.getId());
    }

    // Without an algorithm Keycloak refuses it anyway.
    private static boolean isSymmetric(JWSHeader header) {
        return header.getAlgorithm() != null && header.getRawAlgorithm().startsWith("HS");
    }

    private static List<String> audiences(String @Nullable [] audiences) {
        if (audiences == null) {
            return List.of();
        }
        // Keycloak reads anything other than text as null.
        return Arrays.stream(audiences)
                .map(audience -> Objects.requireNonNullElse(audience, ""))
                .toList();
    }

    /**
     * Whether a client's assertion must name its key.
     *
     * @param scope the scopes that the request asks for
     * @param hasSeveralKeys whether the client has more than one key; asked only for a known client
     */
    static boolean isKeyIdNeeded(boolean clientIsKnown, @Nullable String scope, BooleanSupplier hasSeveralKeys) {
        return !clientIsKnown || SmartScope.isIn(scope) || hasSeveralKeys.getAsBoolean();
    }

    /**
     * The problem with an assertion that was used before, as a sentence; empty at its first use, which is stored.
     *
     * @param now seconds since 1970
     */
    static Optional<String> checkFirstUse(JsonWebToken token, long now, JtiReplayCache used) {
        long left = Math.max(0, token.getExp() - now);
        // Longer than its lifetime, for a node whose clock is behind.
        boolean first =
                used.record(token.getIssuer(), token.getId(), left + ClientAssertionRule.CLOCK_SKEW.toSeconds());
        return first
                ? Optional.empty()
                : Optional.of("The client assertion's jti was used before; make one for each request");
    }

    /**
     * Whether a client has issued an assertion itself: it is both its issuer and its subject. Keycloak refuses an
     * assertion that cannot be read.
     */
    static boolean isOwn(@Nullable JsonWebToken token) {
        return token == null || Objects.equals(token.getIssuer(), token.getSubject());
    }

    /**
     * The client that an assertion refers to although its iss and sub differ: the stated one, otherwise its issuer.
     * Where there is an iss, the sub alone names no client: an identity provider uses its own names.
     *
     * @param stated the request's {@code client_id}
     */
    static String meantClient(@Nullable String stated, JsonWebToken token) {
        return stated != null ? stated : Objects.requireNonNullElse(token.getIssuer(), token.getSubject());
    }

    /** Whether a client authenticates by this method. */
    static boolean authenticatesBy(
            String method, boolean enabled, boolean publicClient, @Nullable String authenticator) {
        return enabled && !publicClient && method.equals(authenticator);
    }

    /**
     * Gives the assertion a jti that no other issuer can have: Keycloak's own store of them is shared by all issuers.
     */
    static void separate(String realmId, @Nullable JsonWebToken token) {
        if (token != null && token.getIssuer() != null && !isBlank(token.getId())) {
            token.id(JtiReplayCache.scoped(realmId, token.getIssuer(), token.getId()));
        }
    }

    /**
     * How long an assertion of a client may live, in seconds. A realm's administrators can shorten it with Keycloak's
     * attribute, but not prolong it.
     *
     * @param own the attribute
     * @param keycloaks the meaning of the attribute to Keycloak: 60 if it is absent
     */
    static int longestLife(@Nullable String own, int keycloaks) {
        int most = Math.toIntExact(ClientAssertionRule.LONGEST_LIFE
                .plus(ClientAssertionRule.CLOCK_SKEW)
                .toSeconds());
        return isBlank(own) ? most : Math.min(keycloaks, most);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}

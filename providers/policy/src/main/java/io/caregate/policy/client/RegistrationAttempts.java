package io.caregate.policy.client;

import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * How many refused registrations an initial access token (RFC 7591 section 3) is good for. Keycloak takes a use from it
 * with the client that it stores; what is refused is rolled back, and the token would be good for as many requests as
 * anybody likes to send. A developer may mistype an address a few times.
 *
 * @param keepIfAbsent keeps a key for some seconds, and says whether it was absent, in a store that all nodes share and
 *     no rollback reaches
 */
record RegistrationAttempts(BiPredicate<String, Long> keepIfAbsent) {
    /** The refusal with which the token is used up. */
    static final int MOST = 10;

    private static final String PREFIX = "caregate.registration-refused.";
    private static final long WITHOUT_EXPIRY_SECONDS = 30L * 24 * 60 * 60;

    /**
     * Counts a refusal of what came with a token, and says whether the token is used up by it.
     *
     * @param madeAt when the token was made, in seconds since 1970
     * @param expiration how long it lives from then on, in seconds; 0 if it does not expire
     * @param now seconds since 1970
     */
    boolean isLast(String tokenId, int madeAt, int expiration, long now) {
        long left = expiration > 0 ? Math.max(1, (long) madeAt + expiration - now) : WITHOUT_EXPIRY_SECONDS;
        return IntStream.range(1, MOST).noneMatch(n -> keepIfAbsent.test(PREFIX + tokenId + "." + n, left));
    }
}

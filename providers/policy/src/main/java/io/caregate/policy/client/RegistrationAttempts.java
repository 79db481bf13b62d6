package io.caregate.policy.client;

import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * The number of refused registrations that an initial access token (RFC 7591 section 3) allows. Keycloak counts a use
 * of it together with the client that it stores. A refusal is rolled back, so without this limit the token would allow
 * any number of requests. A developer may mistype an address a few times.
 *
 * @param keepIfAbsent keeps a key for some seconds, and says whether it was absent, in a store that all nodes share and
 *     that a rollback does not affect
 */
record RegistrationAttempts(BiPredicate<String, Long> keepIfAbsent) {
    /** The number of the refusal that uses up the token. */
    static final int MOST = 10;

    private static final String PREFIX = "caregate.registration-refused.";
    private static final long WITHOUT_EXPIRY_SECONDS = 30L * 24 * 60 * 60;

    /**
     * Counts a refusal of a request with a token, and says whether it uses up the token.
     *
     * @param madeAt when the token was made, in seconds since 1970
     * @param expiration its lifespan from then on, in seconds; 0 if it does not expire
     * @param now seconds since 1970
     */
    boolean isLast(String tokenId, int madeAt, int expiration, long now) {
        long left = expiration > 0 ? Math.max(1, (long) madeAt + expiration - now) : WITHOUT_EXPIRY_SECONDS;
        return IntStream.range(1, MOST).noneMatch(n -> keepIfAbsent.test(PREFIX + tokenId + "." + n, left));
    }
}

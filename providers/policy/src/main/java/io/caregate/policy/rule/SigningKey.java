package io.caregate.policy.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of the set that is stored with a client (RFC 7517 section 4), with the members that say which assertions it is
 * for.
 *
 * @param id the member {@code kid}
 * @param use the member {@code use}
 * @param algorithm the member {@code alg}
 */
public record SigningKey(
        @Nullable String id, @Nullable String use, @Nullable String algorithm) {

    /** The client attribute with the set of keys. */
    public static final String STORED_SET = "jwks.string";

    private static final String USE_STORED_SET = "use.jwks.string";
    private static final String USE_ADDRESS = "use.jwks.url";
    private static final String BY_SIGNED_JWT = "client-jwt";

    /** Whether a client authenticates by a key of its stored set. */
    public static boolean isStored(@Nullable String authenticator, Map<String, String> attributes) {
        return BY_SIGNED_JWT.equals(authenticator)
                && attributes.containsKey(STORED_SET)
                && !Boolean.parseBoolean(attributes.get(USE_ADDRESS))
                && Boolean.parseBoolean(attributes.get(USE_STORED_SET));
    }

    boolean isForSignatures() {
        return "sig".equals(use);
    }

    boolean isNamed() {
        return id != null && !id.isBlank();
    }

    /** Whether an assertion that would choose the other key always chooses this one, which precedes it. */
    boolean hides(SigningKey other) {
        return id != null && id.equals(other.id) && (other.algorithm == null || other.algorithm.equals(algorithm));
    }
}

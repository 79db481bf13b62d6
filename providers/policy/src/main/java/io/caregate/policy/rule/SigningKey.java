package io.caregate.policy.rule;

import org.jspecify.annotations.Nullable;

/**
 * A key of the set that is stored with a client (RFC 7517 section 4), as far as it says which assertions it is for.
 *
 * @param id the member {@code kid}
 * @param use the member {@code use}
 * @param algorithm the member {@code alg}
 */
public record SigningKey(
        @Nullable String id, @Nullable String use, @Nullable String algorithm) {

    boolean isForSignatures() {
        return "sig".equals(use);
    }

    boolean isNamed() {
        return id != null && !id.isBlank();
    }

    /** Whether an assertion that would choose the other key always chooses this one, which stands before it. */
    boolean hides(SigningKey other) {
        return id != null && id.equals(other.id) && (other.algorithm == null || other.algorithm.equals(algorithm));
    }
}

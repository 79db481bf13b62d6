package io.caregate.portal.registration;

import org.jspecify.annotations.Nullable;

/**
 * A new secret of a client, which cannot be read again.
 *
 * @param previousValidUntil the time until which the previous secret is also valid; null if it is not
 */
public record NewSecret(
        String clientId, String secret, @Nullable String previousValidUntil) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "NewSecret[clientId=" + clientId + "]";
    }
}

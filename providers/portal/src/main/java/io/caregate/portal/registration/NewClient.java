package io.caregate.portal.registration;

import io.caregate.portal.client.ClientView;
import org.jspecify.annotations.Nullable;

/**
 * A new client.
 *
 * @param secret its secret, which cannot be read again; null if it has none
 */
public record NewClient(ClientView client, @Nullable String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "NewClient[client=" + client + "]";
    }
}

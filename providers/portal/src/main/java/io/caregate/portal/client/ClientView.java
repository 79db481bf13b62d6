package io.caregate.portal.client;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * A client in the form shown to its developer; one JSON object, whose parts are named only here.
 *
 * @param secret null if it does not authenticate with one
 * @param pendingRequest the id of the request that waits to change it; null if none does
 */
public record ClientView(
        String id,
        String clientId,
        @JsonUnwrapped ClientDescription about,
        boolean enabled,
        @JsonUnwrapped ClientAccess access,
        @Nullable SecretView secret,
        String createdAt,
        @Nullable String pendingRequest) {

    /** The age of its secret, and how long it lives. */
    public record SecretView(
            @Nullable String createdAt,
            @Nullable String validUntil,
            @Nullable String previousValidUntil) {}
}

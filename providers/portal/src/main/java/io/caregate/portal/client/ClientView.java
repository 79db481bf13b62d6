package io.caregate.portal.client;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client in the form shown to its developer; one JSON object, whose parts are named only here.
 *
 * @param secret null if it does not authenticate with one
 * @param apis the protected APIs that its scopes lead to
 * @param pendingRequest the id of the request that waits to change it; null if none does
 */
public record ClientView(
        String id,
        String clientId,
        @JsonUnwrapped ClientDescription about,
        boolean enabled,
        @JsonUnwrapped ClientAccess access,
        @Nullable SecretView secret,
        List<ApiAccess> apis,
        String createdAt,
        @Nullable String pendingRequest) {
    public ClientView {
        apis = List.copyOf(apis);
    }

    /**
     * What a protected API asks of this client.
     *
     * @param api the API's name in the audience of tokens
     * @param roles the roles that admit to it, any one of them: of the service account if the client has one, otherwise
     *     of the user who signs in
     * @param admitted whether the service account has one of them; true for other clients, which ask each user
     */
    public record ApiAccess(String api, List<String> roles, boolean admitted) {
        public ApiAccess {
            roles = List.copyOf(roles);
        }
    }

    /** The age of its secret, and how long it lives. */
    public record SecretView(
            @Nullable String createdAt,
            @Nullable String validUntil,
            @Nullable String previousValidUntil) {}
}

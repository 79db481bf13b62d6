package io.caregate.portal.client;

import io.caregate.portal.key.ClientKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client as somebody wants it, or as it is: complete, and small enough to be stored. Whether the rules accept its
 * values is seen when Keycloak is asked to store it.
 *
 * @param keys its public keys; null where it has none, and in a change, which leaves them as they are
 */
public record Draft(
        ClientType kind,
        String name,
        String description,
        Environment environment,
        List<String> redirectUris,
        List<String> webOrigins,
        List<String> scopes,
        Authentication authentication,
        @Nullable ClientKeys keys) {
    public Draft {
        redirectUris = List.copyOf(redirectUris);
        webOrigins = List.copyOf(webOrigins);
        scopes = List.copyOf(scopes);
    }

    /**
     * Whether this adds nothing to what another lets the client do, and calls it what people know it by: the
     * description may differ, and something may be gone.
     */
    public boolean reachesNoFurtherThan(Draft other) {
        return name.equals(other.name)
                && environment == other.environment
                && other.redirectUris.containsAll(redirectUris)
                && other.webOrigins.containsAll(webOrigins)
                && other.scopes.containsAll(scopes);
    }
}

package io.caregate.portal.client;

import io.caregate.portal.key.ClientKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client as requested, or as it is: complete, and small enough to be stored. Whether the rules accept its values
 * becomes known when Keycloak is asked to store it.
 *
 * @param keys its public keys; null if it has none, and in a change, which leaves them as they are
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
     * Whether this permits something that another draft does not permit, or has another name for people. The
     * description may differ, and things may be removed.
     */
    public boolean reachesFurtherThan(Draft other) {
        return !name.equals(other.name)
                || environment != other.environment
                || !other.redirectUris.containsAll(redirectUris)
                || !other.webOrigins.containsAll(webOrigins)
                || !other.scopes.containsAll(scopes);
    }
}

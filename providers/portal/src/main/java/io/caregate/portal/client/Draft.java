package io.caregate.portal.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.caregate.portal.key.ClientKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client as requested, or as it is: complete, and small enough to be stored. Whether the rules accept its values
 * becomes known when Keycloak is asked to store it.
 *
 * @param keys its public keys; null if it has none, and in a change, which leaves them as they are
 * @param roles the roles of APIs that its service account has, or is to get from an approver; a request that was stored
 *     before there were any has none
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
        @Nullable ClientKeys keys,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<String> roles) {
    public Draft {
        redirectUris = List.copyOf(redirectUris);
        webOrigins = List.copyOf(webOrigins);
        scopes = List.copyOf(scopes);
        roles = List.copyOf(roles);
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
                || !other.scopes.containsAll(scopes)
                || wantsMoreRolesThan(other);
    }

    /** Whether this names a role that another draft does not name. Only an approver gives one, whatever the mode. */
    public boolean wantsMoreRolesThan(Draft other) {
        return !other.roles.containsAll(roles);
    }
}

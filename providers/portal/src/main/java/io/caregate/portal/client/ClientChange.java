package io.caregate.portal.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change as a body states it; absent fields are empty. Kind and credentials are changed elsewhere, or not at all.
 *
 * @param roles roles that the service account is to get in addition to those that it has
 */
public record ClientChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable Environment environment,
        @Nullable List<@Nullable String> redirectUris,
        @Nullable List<@Nullable String> webOrigins,
        @Nullable List<@Nullable String> scopes,
        @Nullable List<@Nullable String> roles,
        @Nullable String purpose) {

    /** The whole client after the change, including the fields that the change leaves as they are. */
    public ClientSpec of(Draft current) {
        return new ClientSpec(
                current.kind(),
                name,
                description,
                environment,
                redirectUris,
                webOrigins,
                scopes,
                null,
                null,
                roles,
                purpose);
    }
}

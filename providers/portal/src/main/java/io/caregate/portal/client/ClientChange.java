package io.caregate.portal.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change as a body states it; absent fields are empty. Kind and credentials are changed elsewhere, or not at all. */
public record ClientChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable Environment environment,
        @Nullable List<@Nullable String> redirectUris,
        @Nullable List<@Nullable String> webOrigins,
        @Nullable List<@Nullable String> scopes,
        @Nullable String purpose) {

    /** The whole client after the change, including the fields that the change leaves as they are. */
    public ClientSpec of(Draft current) {
        return new ClientSpec(
                current.kind(), name, description, environment, redirectUris, webOrigins, scopes, null, null, purpose);
    }
}

package io.caregate.portal.client;

import io.caregate.portal.key.KeySource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A new client, or a change to one, as a body states it, before any check. */
public record ClientSpec(
        @Nullable ClientType kind,
        @Nullable String name,
        @Nullable String description,
        @Nullable Environment environment,
        @Nullable List<@Nullable String> redirectUris,
        @Nullable List<@Nullable String> webOrigins,
        @Nullable List<@Nullable String> scopes,
        @Nullable Authentication authentication,
        @Nullable KeySource keys,
        @Nullable List<@Nullable String> roles,
        @Nullable String purpose) {}

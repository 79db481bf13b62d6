package io.caregate.portal.key;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Public keys as a developer gives them: exactly one of the three. It prints none of their content. */
public record KeySource(
        @Nullable String pem,
        @Nullable JsonNode jwks,
        @Nullable String jwksUrl) {
    @Override
    public String toString() {
        return "KeySource";
    }
}

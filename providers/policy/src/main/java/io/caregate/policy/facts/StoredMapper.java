package io.caregate.policy.facts;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ProtocolMapperModel;

/**
 * A protocol mapper of OpenID Connect, of a client or of a client scope.
 *
 * @param name its own name
 * @param type the provider id, such as {@code oidc-audience-mapper}
 * @param config its settings
 */
public record StoredMapper(String name, String type, Map<String, String> config) {
    public StoredMapper {
        config = Map.copyOf(config);
    }

    /** The mapper as its model holds it. */
    public static StoredMapper of(ProtocolMapperModel model) {
        Map<String, String> config = new HashMap<>(model.getConfig() == null ? Map.of() : model.getConfig());
        config.values().removeIf(value -> value == null);
        return new StoredMapper(model.getName(), model.getProtocolMapper(), config);
    }

    /** A setting, or the empty text. */
    public String setting(String key) {
        @Nullable String value = config.get(key);
        return value == null ? "" : value;
    }
}

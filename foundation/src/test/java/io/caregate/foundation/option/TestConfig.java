package io.caregate.foundation.option;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/**
 * The options that an operator gave, by their full names, in the form that Keycloak's own configuration returns: an
 * empty value is null, but its name is listed.
 */
public record TestConfig(Map<String, String> given) implements Config.ConfigProvider {

    /**
     * The configuration that Keycloak passes to the factory of a provider; the options are given without their prefix.
     */
    public static Config.Scope scope(String spi, String provider, Map<String, String> given) {
        return new TestConfig(fullNames("--spi-" + spi + "--" + provider + "--", given)).scope(spi, provider);
    }

    /** The options with a prefix before their names. */
    public static Map<String, String> fullNames(String prefix, Map<String, String> given) {
        return given.entrySet().stream()
                .collect(Collectors.toMap(option -> prefix + option.getKey(), Map.Entry::getValue));
    }

    /** The result of an action while the whole server has these options. */
    public static <T> T during(Map<String, String> given, Supplier<T> action) {
        Config.init(new TestConfig(given));
        try {
            return action.get();
        } finally {
            Config.init(new Config.SystemPropertiesConfigProvider());
        }
    }

    @Override
    public @Nullable String getProvider(String spi) {
        return null;
    }

    @Override
    public @Nullable String getDefaultProvider(String spi) {
        return null;
    }

    @Override
    public Config.Scope scope(String... scope) {
        return new Scope(given, "--spi-" + String.join("--", scope) + "--");
    }

    private static final class Scope extends Config.AbstractScope {
        private final Map<String, String> given;
        private final String prefix;

        Scope(Map<String, String> given, String prefix) {
            this.given = given;
            this.prefix = prefix;
        }

        @Override
        public @Nullable String get(String key) {
            String value = given.get(prefix + key);
            return value == null || value.isEmpty() ? null : value;
        }

        @Override
        public Config.Scope scope(String... scope) {
            throw new UnsupportedOperationException("a provider's options are in its own scope");
        }

        @Deprecated
        @Override
        public Set<String> getPropertyNames() {
            return given.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.replaceFirst("^--", "kc."))
                    .collect(Collectors.toSet());
        }

        @Override
        public Config.Scope root() {
            throw new UnsupportedOperationException("a provider's options are in its own scope");
        }
    }
}

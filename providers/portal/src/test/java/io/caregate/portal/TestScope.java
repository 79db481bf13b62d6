package io.caregate.portal;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.Config;

/** The options that an operator gave, as Keycloak hands them to a factory. */
public record TestScope(Map<String, String> given) implements Config.Scope {
    @Override
    public String get(String key) {
        return given.get(key);
    }

    @Override
    public String get(String key, String defaultValue) {
        return given.getOrDefault(key, defaultValue);
    }

    @Override
    public String[] getArray(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Integer getInt(String key, Integer defaultValue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Long getLong(String key, Long defaultValue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Boolean getBoolean(String key, Boolean defaultValue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Config.Scope scope(String... scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public Set<String> getPropertyNames() {
        return given.keySet().stream()
                .map(name -> "kc.spi-realm-restapi-extension--caregate--" + name)
                .collect(Collectors.toSet());
    }

    @Override
    public Config.Scope root() {
        throw new UnsupportedOperationException();
    }
}

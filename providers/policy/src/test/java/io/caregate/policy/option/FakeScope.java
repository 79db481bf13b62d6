package io.caregate.policy.option;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.Config;

/**
 * The options of one provider as Keycloak's own configuration answers them: an empty value is null, its name is there.
 */
final class FakeScope extends Config.AbstractScope {

    private final String spi;
    private final Map<String, String> given;

    FakeScope(String spi, Map<String, String> given) {
        this.spi = spi;
        this.given = given;
    }

    @Override
    public String get(String key) {
        String value = given.get(key);
        return value == null || value.isEmpty() ? null : value;
    }

    @Override
    public Config.Scope scope(String... scope) {
        throw new UnsupportedOperationException("no scope within a provider's scope");
    }

    @Deprecated
    @Override
    public Set<String> getPropertyNames() {
        Set<String> names = new TreeSet<>();
        given.keySet().forEach(option -> names.add("kc.spi-" + spi + "--caregate--" + option));
        return names;
    }

    @Override
    public Config.Scope root() {
        throw new UnsupportedOperationException("the options are in the provider's own scope");
    }
}

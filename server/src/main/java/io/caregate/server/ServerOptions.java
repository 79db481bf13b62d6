package io.caregate.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's options as an operator types them ({@code --key=value}, or {@code --key} for a switch), each key once.
 * Keycloak refuses a build-time option at {@code start --optimized} and a run-time option at {@code build}, so they are
 * distinguished here, by the list that {@code kc.sh build --help-all} prints.
 */
final class ServerOptions {
    private static final Set<String> BUILD_TIME = Set.of(
            "db",
            "db-driver",
            "event-metrics-user-enabled",
            "features",
            "features-disabled",
            "fips-mode",
            "health-enabled",
            "http-management-health-enabled",
            "http-management-relative-path",
            "http-relative-path",
            "https-client-auth",
            "https-management-client-auth",
            "legacy-observability-interface",
            "log-mdc-enabled",
            "metrics-enabled",
            "openapi-enabled",
            "openapi-ui-enabled",
            "telemetry-logs-enabled",
            "telemetry-metrics-enabled",
            "tracing-enabled",
            "tracing-jdbc-enabled",
            "tracing-sampler-type",
            "transaction-xa-enabled",
            "vault");
    private static final List<String> BUILD_TIME_PREFIXES =
            List.of("feature-", "db-driver-", "db-kind-", "db-health-exclude-", "transaction-xa-enabled-");

    /** The options that select the database and its user. */
    private static final List<String> DATABASE_ACCESS =
            List.of("db-url", "db-url-database", "db-url-properties", "db-schema", "db-username", "db-password");

    /** A switch has no value. */
    private final Map<String, @Nullable String> values = new LinkedHashMap<>();

    /**
     * Sets an option. The last one for a key wins.
     *
     * @throws IllegalArgumentException if it does not start with two dashes
     */
    void set(String option) {
        if (!option.startsWith("--") || option.length() < 3) {
            throw new IllegalArgumentException("A Keycloak option looks like --key=value, not " + option);
        }
        int equals = option.indexOf('=');
        if (equals < 0) {
            values.put(option.substring(2), null);
        } else {
            values.put(option.substring(2, equals), option.substring(equals + 1));
        }
    }

    /** Sets an option unless its key has been set. */
    void setDefault(String key, String value) {
        if (!values.containsKey(key)) {
            values.put(key, value);
        }
    }

    String get(String key, String otherwise) {
        String value = values.get(key);
        return value == null ? otherwise : value;
    }

    /** Whether the database is the H2 file in the data folder, opened with Keycloak's own defaults. */
    boolean isOwnH2() {
        return get("db", "").equals("dev-file") && DATABASE_ACCESS.stream().noneMatch(values::containsKey);
    }

    ServerOptions copy() {
        var copy = new ServerOptions();
        copy.values.putAll(values);
        return copy;
    }

    /** Sorted, so that the same set of options always names the same built copy. */
    List<String> buildTime() {
        var sorted = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (isBuildTime(key)) {
                sorted.put(key, asTyped(key, value));
            }
        });
        return List.copyOf(sorted.values());
    }

    List<String> runTime() {
        return typed(false);
    }

    List<String> all() {
        var all = typed(true);
        all.addAll(typed(false));
        return all;
    }

    private List<String> typed(boolean buildTime) {
        var typed = new ArrayList<String>();
        values.forEach((key, value) -> {
            if (isBuildTime(key) == buildTime) {
                typed.add(asTyped(key, value));
            }
        });
        return typed;
    }

    static boolean isBuildTime(String key) {
        if (key.startsWith("spi-")) {
            return key.endsWith("--provider") || key.endsWith("--provider-default") || key.endsWith("--enabled");
        }
        return BUILD_TIME.contains(key) || BUILD_TIME_PREFIXES.stream().anyMatch(key::startsWith);
    }

    private static String asTyped(String key, @Nullable String value) {
        return value == null ? "--" + key : "--" + key + "=" + value;
    }
}

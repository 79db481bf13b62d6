package io.caregate.benchmarks.cost;

/**
 * A Keycloak security profile for every client, with those of Keycloak's own executors that come nearest to the pack's
 * rules.
 */
final class BuiltInPolicies {
    private BuiltInPolicies() {}

    static String json(String name, String suffix) {
        return switch (suffix) {
            case "-profiles" -> PROFILES;
            case "-policies" -> POLICIES;
            default -> """
                {"name": "%1$s", "client-profiles": "%1$s-profiles", "client-policies": "%1$s-policies"}
                """.formatted(name);
        };
    }

    // The loopback address is allowed, since the executor would ask DNS for any other host in each request.
    private static final String PROFILES = """
            {"profiles": [{"name": "nearest", "description": "", "executors": [
              {"executor": "reject-implicit-grant", "configuration": {"auto-configure": true}},
              {"executor": "reject-ropc-grant", "configuration": {"auto-configure": true}},
              {"executor": "pkce-enforcer", "configuration": {"auto-configure": true}},
              {"executor": "secure-redirect-uris-enforcer", "configuration": {
                "allow-ipv4-loopback-address": true, "allow-http-scheme": true}}
            ]}]}
            """;

    private static final String POLICIES = """
            {"policies": [{"name": "nearest", "description": "", "enabled": true,
              "conditions": [{"condition": "client-access-type", "configuration": {"type": ["public"]}}],
              "profiles": ["nearest"]}]}
            """;
}

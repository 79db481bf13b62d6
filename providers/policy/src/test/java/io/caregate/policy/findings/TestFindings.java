package io.caregate.policy.findings;

import io.caregate.policy.facts.StoredClient;
import io.caregate.policy.facts.StoredMapper;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A realm with the API {@code health-api}, which admits therapists, and clients that break no rule by themselves. */
final class TestFindings {
    static final ProtectedAudience API = api("health-api", "therapist");

    private TestFindings() {}

    static ProtectedAudience api(String name, String roles, String... ownRoles) {
        return new ProtectedAudience(
                name, RoleRequirement.parse(roles).anyOf(), Duration.ofMinutes(5), Set.of(ownRoles));
    }

    static RealmFacts realm(ScopeFacts... scopes) {
        return realm(Duration.ofMinutes(5), "direct grant", Map.of(), scopes);
    }

    static RealmFacts realm(
            Duration lifespan, String directGrantFlow, Map<String, RoleRequirement> pinned, ScopeFacts... scopes) {
        return new RealmFacts(
                lifespan,
                directGrantFlow,
                Map.of("flow-id", "own grant"),
                Map.of(API.name(), API),
                pinned,
                HostList.ANY,
                List.of(scopes));
    }

    static ScopeFacts scope(String name, boolean realmDefault, StoredMapper... mappers) {
        return new ScopeFacts(name + "-id", name, realmDefault, List.of(mappers));
    }

    static StoredMapper mapper(String type, String... config) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < config.length; i += 2) {
            settings.put(config[i], config[i + 1]);
        }
        return new StoredMapper("m", type, settings);
    }

    static StoredMapper audience(String audience) {
        return mapper("oidc-audience-mapper", "included.client.audience", audience, "access.token.claim", "true");
    }

    static StoredClient client(Map<String, String> attributes, StoredMapper... mappers) {
        return client(attributes, Map.of(), Set.of(), Set.of(), mappers);
    }

    static StoredClient client(
            Map<String, String> attributes,
            Map<String, String> flows,
            Set<String> scopes,
            Set<String> defaultScopes,
            StoredMapper... mappers) {
        ClientFacts facts = new ClientFacts(
                "app",
                "healthcare",
                true,
                ClientFacts.Flows.NONE,
                ClientFacts.Urls.NONE,
                List.of("https://app.example.org/cb"),
                List.of(),
                attributes);
        return new StoredClient("uuid", true, true, facts, List.of(mappers), flows, scopes, defaultScopes);
    }

    /** The same client as a backend: no user signs in through it. */
    static StoredClient backend(StoredClient client) {
        return new StoredClient(
                client.uuid(),
                client.enabled(),
                false,
                client.facts(),
                client.mappers(),
                client.flowBindings(),
                client.scopes(),
                client.defaultScopes());
    }

    static boolean exists(RequiredRole role) {
        return role.clientId() == null && Set.of("therapist", "other").contains(role.name());
    }
}

package io.caregate.policy.findings;

import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.RoleRequirement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The facts of a realm that matter to its clients.
 *
 * @param accessTokenLifespan how long access tokens live unless a client says otherwise
 * @param directGrantFlow the name of the flow of the password grant
 * @param flows the names of all flows by their ids
 * @param apis the protected APIs by their audience
 * @param pinned the roles that the operator requires
 * @param hosts the hosts that the operator allows
 */
record RealmFacts(
        Duration accessTokenLifespan,
        String directGrantFlow,
        Map<String, String> flows,
        Map<String, ProtectedAudience> apis,
        Map<String, RoleRequirement> pinned,
        HostList hosts,
        List<ScopeFacts> scopes) {
    RealmFacts {
        flows = Map.copyOf(flows);
        apis = Map.copyOf(apis);
        pinned = Map.copyOf(pinned);
        scopes = List.copyOf(scopes);
    }

    /** The scopes that put a protected API into tokens, by their ids. */
    Map<String, ScopeFacts> scopesOfApis() {
        MapperRules rules = new MapperRules(apis);
        return scopes.stream()
                .filter(scope -> scope.mappers().stream()
                        .anyMatch(mapper -> !rules.audiences(mapper).isEmpty()))
                .collect(Collectors.toMap(ScopeFacts::id, scope -> scope));
    }

    /** The APIs with these audiences, in the order of their names. */
    List<ProtectedAudience> named(Set<String> audiences) {
        return audiences.stream()
                .sorted()
                .map(apis::get)
                .filter(Objects::nonNull)
                .toList();
    }
}

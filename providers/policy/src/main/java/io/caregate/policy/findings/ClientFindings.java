package io.caregate.policy.findings;

import io.caregate.policy.facts.StoredClient;
import io.caregate.policy.facts.StoredMapper;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.PkceMethod;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The parts of a stored client that a rule refuses or changes. A disabled client is checked like any other. */
final class ClientFindings {
    private static final String LIFESPAN = "access.token.lifespan";
    private static final String DIRECT_GRANT = "direct_grant";
    private static final String ATTRIBUTES = "attributes.";
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final RealmFacts realm;
    private final ClientRules rules;
    private final Map<String, ScopeFacts> scopesOfApis;
    private final MapperRules mappers;

    ClientFindings(RealmFacts realm) {
        this.realm = realm;
        this.rules = new ClientRules(realm.hosts());
        this.scopesOfApis = realm.scopesOfApis();
        this.mappers = new MapperRules(realm.apis());
    }

    /** The ids of the client scopes that it needs to know about. */
    Set<String> scopes() {
        return scopesOfApis.keySet();
    }

    /** Everything; {@code exists} says whether the realm has a role. */
    List<Assessment> check(StoredClient client, Predicate<RequiredRole> exists) {
        List<Assessment> found = new ArrayList<>();
        rules.check(client.facts()).forEach(finding -> found.add(new Assessment(finding, Impact.REFUSED)));
        Map<String, String> attributes = client.facts().attributes();
        PkceMethod.check(attributes).ifPresent(finding -> found.add(new Assessment(finding, Impact.REFUSED)));
        addMissingRoles(attributes, exists, found);
        addMappers(client, found);
        addDefaultScopes(client, found);
        addFlow(client, found);
        addLifespan(client, found);
        return found;
    }

    private static void addMissingRoles(
            Map<String, String> attributes, Predicate<RequiredRole> exists, List<Assessment> found) {
        String roles = attributes.get(RoleRequirement.ATTRIBUTE);
        if (roles == null) {
            return;
        }
        try {
            found.addAll(SharedFindings.missingRoles(
                    RoleRequirement.parse(roles),
                    exists,
                    ATTRIBUTES + RoleRequirement.ATTRIBUTE,
                    RequiredRole::toString));
        } catch (IllegalArgumentException unreadable) {
            // The rules on clients have reported this, unless it is empty.
            if (roles.isEmpty()) {
                found.add(Assessment.refused(
                        RuleId.REQUIRED_ROLE,
                        ATTRIBUTES + RoleRequirement.ATTRIBUTE,
                        "",
                        "it names no role, so nobody is admitted",
                        "name a role, or remove the attribute"));
            }
        }
    }

    private void addMappers(StoredClient client, List<Assessment> found) {
        for (StoredMapper mapper : client.mappers()) {
            String field = "protocolMappers." + mapper.name();
            realm.named(mappers.audiences(mapper)).forEach(api -> found.add(everyToken(client, field, api)));
            found.addAll(mappers.check(mapper, field));
        }
    }

    private void addDefaultScopes(StoredClient client, List<Assessment> found) {
        client.defaultScopes().stream()
                .map(scopesOfApis::get)
                .filter(Objects::nonNull)
                // The realm's own defaults are a finding of the realm.
                .filter(scope -> !scope.realmDefault())
                .forEach(scope -> realm.named(audiences(scope))
                        .forEach(api -> found.add(everyToken(client, "defaultClientScopes." + scope.name(), api))));
    }

    // Where only a service account gets tokens, it either holds the role or the client was never usable.
    private static Assessment everyToken(StoredClient client, String field, ProtectedAudience api) {
        Finding finding = new Finding(
                RuleId.REQUIRED_ROLE,
                field,
                api.name(),
                "every token of this client is for " + api.name() + ", and " + api.excluded(),
                "keep it only if everybody who uses this client, or its service account, holds the role; else"
                        + " put it into an"
                        + " optional client scope");
        return new Assessment(finding, client.signsUsersIn() ? Impact.REFUSED : Impact.CHANGED);
    }

    private Set<String> audiences(ScopeFacts scope) {
        Set<String> audiences = new TreeSet<>();
        scope.mappers().forEach(mapper -> audiences.addAll(mappers.audiences(mapper)));
        return audiences;
    }

    private void addFlow(StoredClient client, List<Assessment> found) {
        String flow = client.flowBindings().get(DIRECT_GRANT);
        if (flow != null && !flow.isEmpty()) {
            found.add(SharedFindings.directGrantFlow(
                    "authenticationFlowBindingOverrides." + DIRECT_GRANT,
                    realm.flows().getOrDefault(flow, flow)));
        }
    }

    private void addLifespan(StoredClient client, List<Assessment> found) {
        String seconds = client.facts().attributes().get(LIFESPAN);
        if (seconds == null || !seconds.matches("-1|[1-9][0-9]{0,9}")) {
            return;
        }
        // To Keycloak, -1 means as long as the session.
        Duration lifespan = seconds.equals("-1") ? FOREVER : Duration.ofSeconds(Long.parseLong(seconds));
        Set<String> reached = new TreeSet<>();
        client.mappers().forEach(mapper -> reached.addAll(mappers.audiences(mapper)));
        client.scopes().stream()
                .map(scopesOfApis::get)
                .filter(Objects::nonNull)
                .forEach(scope -> reached.addAll(audiences(scope)));
        List<ProtectedAudience> shorter = realm.named(reached).stream()
                .filter(api -> api.lifespan().compareTo(lifespan) < 0)
                .toList();
        if (!shorter.isEmpty()) {
            found.add(SharedFindings.cappedLifespan(ATTRIBUTES + LIFESPAN, seconds, shorter));
        }
    }
}

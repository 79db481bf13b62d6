package io.caregate.policy.findings;

import io.caregate.policy.facts.StoredMapper;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The parts of the realm itself, apart from its clients, that a rule refuses or changes. */
final class RealmFindings {
    /** The flow that Keycloak creates for each realm. */
    private static final String BUILT_IN_FLOW = "direct grant";

    private final RealmFacts realm;

    RealmFindings(RealmFacts realm) {
        this.realm = realm;
    }

    /** Everything; {@code exists} says whether the realm has a role. */
    List<Assessment> check(Predicate<RequiredRole> exists) {
        List<Assessment> found = new ArrayList<>();
        addPinnedRoles(exists, found);
        addFlow(found);
        addLifespan(found);
        MapperRules mappers = new MapperRules(realm.apis());
        for (ScopeFacts scope : realm.scopes()) {
            for (StoredMapper mapper : scope.mappers()) {
                String field = "clientScopes." + scope.name() + ".protocolMappers." + mapper.name();
                realm.named(mappers.audiences(mapper)).forEach(api -> found.add(audience(scope, field, api)));
                found.addAll(mappers.check(mapper, field));
            }
        }
        return found;
    }

    private void addPinnedRoles(Predicate<RequiredRole> exists, List<Assessment> found) {
        realm.pinned()
                .forEach((api, requirement) -> found.addAll(SharedFindings.missingRoles(
                        requirement, exists, PolicyOptions.REQUIRED_ROLES_OPTION, role -> api + "=" + role)));
    }

    private void addFlow(List<Assessment> found) {
        if (!realm.directGrantFlow().equals(BUILT_IN_FLOW)) {
            found.add(SharedFindings.directGrantFlow("directGrantFlow", realm.directGrantFlow()));
        }
    }

    private void addLifespan(List<Assessment> found) {
        List<ProtectedAudience> shorter = realm.apis().values().stream()
                .filter(api -> api.lifespan().compareTo(realm.accessTokenLifespan()) < 0)
                .toList();
        if (!shorter.isEmpty()) {
            found.add(SharedFindings.cappedLifespan(
                    "accessTokenLifespan",
                    Long.toString(realm.accessTokenLifespan().toSeconds()),
                    shorter));
        }
    }

    private static Assessment audience(ScopeFacts scope, String field, ProtectedAudience api) {
        if (scope.realmDefault()) {
            return Assessment.refused(
                    RuleId.REQUIRED_ROLE,
                    field,
                    api.name(),
                    "it is a default client scope of the realm: every token of every client that has it is for "
                            + api.name() + ", and " + api.excluded(),
                    "make it an optional client scope, and let applications ask for it where they call " + api.name());
        }
        return Assessment.changed(
                RuleId.REQUIRED_ROLE,
                field,
                api.name(),
                "tokens with this scope are for " + api.name() + ", and " + api.excluded(),
                "nothing, if applications ask for the scope only where they call " + api.name());
    }
}

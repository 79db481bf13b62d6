package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.MissingRoles;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The roles of a realm, if its document contains roles, and the required ones that it lacks. */
final class RealmRoles {

    private static final String ATTRIBUTE = "attributes." + RoleRequirement.ATTRIBUTE;

    private final Value roles;
    private final Set<RequiredRole> existing = new HashSet<>();

    /** The roles from the member {@code roles} of a realm. */
    RealmRoles(Value roles) {
        this.roles = roles;
        names(roles, "realm").forEach(name -> existing.add(new RequiredRole(null, name)));
        roles.member("client").ifPresent(clients -> clients.names().forEach(client -> names(clients, client)
                .forEach(name -> existing.add(new RequiredRole(client, name)))));
    }

    private static Stream<String> names(Value outer, String name) {
        return outer.items(name).flatMap(role -> role.text("name").stream());
    }

    /** The location of the roles in the document. */
    Place place() {
        return roles.place();
    }

    /** The roles that the operator requires and the realm lacks, by the APIs. */
    List<Finding> missing(String option, Map<String, RoleRequirement> pinned) {
        return new TreeMap<>(pinned)
                .entrySet().stream()
                        .flatMap(
                                api -> MissingRoles.check(
                                        api.getValue(), existing::contains, option, role -> api.getKey() + "=" + role)
                                        .stream())
                        .toList();
    }

    /** The roles that an API's client requires and the realm lacks. */
    List<Finding> missing(Map<String, String> attributes) {
        return Optional.ofNullable(attributes.get(RoleRequirement.ATTRIBUTE))
                .flatMap(RoleRequirement::find)
                .map(required -> MissingRoles.check(required, existing::contains, ATTRIBUTE, RequiredRole::toString))
                .orElse(List.of());
    }
}

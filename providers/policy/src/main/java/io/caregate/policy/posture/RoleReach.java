package io.caregate.policy.posture;

import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether every account gets a role that gives access to a protected API. */
final class RoleReach<N extends Written<N>> {

    private final N realm;
    private final GrantedRoles<N> roles;
    private final Map<RequiredRole, String> admitting = new LinkedHashMap<>();
    private final List<PostureFinding<N>> found = new ArrayList<>();

    private RoleReach(N realm, GrantedRoles<N> roles, Map<String, RoleRequirement> pinned) {
        this.realm = realm;
        this.roles = roles;
        pinned.forEach(this::add);
        realm.items("clients").forEach(client -> client.member("attributes")
                .flatMap(attributes -> attributes.text(RoleRequirement.ATTRIBUTE))
                .flatMap(RoleRequirement::find)
                .ifPresent(required -> add(client.text("clientId").orElse(""), required)));
    }

    static <N extends Written<N>> List<PostureFinding<N>> of(
            N realm, GrantedRoles<N> roles, Map<String, RoleRequirement> pinned) {
        RoleReach<N> reach = new RoleReach<>(realm, roles, pinned);
        reach.check();
        return reach.found;
    }

    private void add(String api, RoleRequirement required) {
        required.anyOf().forEach(role -> admitting.putIfAbsent(role, api));
    }

    // The default role, the list of roles that older versions had instead, and the default groups.
    private void check() {
        realm.member("defaultRole")
                .ifPresent(role -> check(
                        "defaultRole",
                        role,
                        List.of(new RequiredRole(null, role.text("name").orElse("")))));
        realm.member("defaultRoles")
                .ifPresent(list -> check(
                        "defaultRoles",
                        list,
                        realm.texts("defaultRoles")
                                .map(role -> new RequiredRole(null, role))
                                .toList()));
        realm.member("defaultGroups").ifPresent(groups -> {
            Set<GrantedRoles.Group> joined = new LinkedHashSet<>();
            realm.texts("defaultGroups").forEach(path -> joined.addAll(roles.path(path)));
            check(
                    "defaultGroups",
                    groups,
                    joined.stream().flatMap(group -> group.roles().stream()).toList());
        });
    }

    private void check(String field, N at, List<RequiredRole> given) {
        Set<RequiredRole> all = roles.all(given);
        admitting.forEach((role, api) -> {
            if (all.contains(role)) {
                found.add(new PostureFinding<>(
                        PostureCheck.DEFAULT_ROLE,
                        "",
                        field,
                        role.toString(),
                        "every account gets this role, which admits to " + api
                                + (realm.is("registrationAllowed", "true")
                                        ? ", and anybody can create an account"
                                        : ""),
                        "give it to those who need it, directly or by a group",
                        at));
            }
        });
    }
}

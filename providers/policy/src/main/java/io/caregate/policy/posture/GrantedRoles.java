package io.caregate.policy.posture;

import io.caregate.policy.rule.RequiredRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The roles of a realm as it is written: which contain others, and which a group gives. */
final class GrantedRoles<N extends Written<N>> {

    private final N realm;
    private final Map<RequiredRole, List<RequiredRole>> composites = new LinkedHashMap<>();

    GrantedRoles(N realm) {
        this.realm = realm;
        realm.member("roles").ifPresent(roles -> {
            roles.items("realm").forEach(role -> add(new RequiredRole(null, name(role)), role));
            roles.member("client").ifPresent(clients -> clients.names().forEach(client -> clients.items(client)
                    .forEach(role -> add(new RequiredRole(client, name(role)), role))));
        });
    }

    private void add(RequiredRole role, N written) {
        written.member("composites").ifPresent(parts -> composites.put(role, named(parts, "realm", "client")));
    }

    private String name(N role) {
        return role.text("name").orElse("");
    }

    /** The roles that are named in a list of realm roles, and in lists of client roles by client. */
    List<RequiredRole> named(N holder, String realmRoles, String clientRoles) {
        List<RequiredRole> roles = new ArrayList<>();
        holder.texts(realmRoles).forEach(role -> roles.add(new RequiredRole(null, role)));
        holder.member(clientRoles).ifPresent(clients -> clients.names()
                .forEach(client -> clients.texts(client).forEach(role -> roles.add(new RequiredRole(client, role)))));
        return roles;
    }

    /** The roles of a group and of those above it, by its path such as {@code /staff/night}. */
    List<RequiredRole> ofGroup(String path) {
        List<RequiredRole> roles = new ArrayList<>();
        Stream<N> groups = realm.items("groups");
        for (String name : path.replaceFirst("^/", "").split("/", -1)) {
            Optional<N> group = groups.filter(each -> name(each).equals(name)).findFirst();
            group.ifPresent(found -> roles.addAll(named(found, "realmRoles", "clientRoles")));
            groups = group.stream().flatMap(found -> found.items("subGroups"));
        }
        return roles;
    }

    /** These roles, and those that they contain. */
    Set<RequiredRole> all(Collection<RequiredRole> roles) {
        Set<RequiredRole> all = new LinkedHashSet<>();
        Deque<RequiredRole> open = new ArrayDeque<>(roles);
        while (!open.isEmpty()) {
            RequiredRole role = open.pop();
            if (all.add(role)) {
                open.addAll(composites.getOrDefault(role, List.of()));
            }
        }
        return all;
    }
}

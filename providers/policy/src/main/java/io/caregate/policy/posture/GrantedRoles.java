package io.caregate.policy.posture;

import io.caregate.policy.rule.RequiredRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The roles of a realm document: which roles contain others, and which ones a group grants. A document may be of any
 * size, so each question visits each part of it once.
 */
final class GrantedRoles<N extends Written<N>> {

    private final Map<RequiredRole, List<RequiredRole>> composites = new LinkedHashMap<>();
    private final Group top = new Group(List.of());

    GrantedRoles(N realm) {
        realm.member("roles").ifPresent(roles -> {
            roles.items("realm").forEach(role -> add(new RequiredRole(null, name(role)), role));
            roles.member("client").ifPresent(clients -> clients.names().forEach(client -> clients.items(client)
                    .forEach(role -> add(new RequiredRole(client, name(role)), role))));
        });
        add(top, realm.items("groups"));
    }

    /** A group, with the roles that it grants itself. Groups are equal only to themselves. */
    static final class Group {
        private final List<RequiredRole> roles;
        private final Map<String, Group> below = new HashMap<>();

        private Group(List<RequiredRole> roles) {
            this.roles = roles;
        }

        List<RequiredRole> roles() {
            return roles;
        }
    }

    private void add(RequiredRole role, N written) {
        written.member("composites").ifPresent(parts -> composites.put(role, named(parts, "realm", "client")));
    }

    // No deeper than the parser of the document allows.
    private void add(Group above, Stream<N> groups) {
        groups.forEach(written -> {
            Group group = new Group(named(written, "realmRoles", "clientRoles"));
            above.below.putIfAbsent(name(written), group);
            add(group, written.items("subGroups"));
        });
    }

    private String name(N written) {
        return written.text("name").orElse("");
    }

    /** The roles named in a list of realm roles, and in lists of client roles by client. */
    List<RequiredRole> named(N holder, String realmRoles, String clientRoles) {
        List<RequiredRole> roles = new ArrayList<>();
        holder.texts(realmRoles).forEach(role -> roles.add(new RequiredRole(null, role)));
        holder.member(clientRoles).ifPresent(clients -> clients.names()
                .forEach(client -> clients.texts(client).forEach(role -> roles.add(new RequiredRole(client, role)))));
        return roles;
    }

    /** A group and its ancestors, whose roles its members have too, by its path such as {@code /staff/night}. */
    List<Group> path(String path) {
        List<Group> groups = new ArrayList<>();
        Group group = top;
        int from = path.startsWith("/") ? 1 : 0;
        while (group != null && from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            group = group.below.get(path.substring(from, to));
            if (group != null) {
                groups.add(group);
            }
            from = to + 1;
        }
        return groups;
    }

    /** These roles and those that they contain. */
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

    /** The composite roles that contain a role of this kind, directly or not. */
    Set<RequiredRole> containing(Predicate<RequiredRole> kind) {
        Map<RequiredRole, List<RequiredRole>> containers = new HashMap<>();
        Deque<RequiredRole> open = new ArrayDeque<>();
        composites.forEach((container, parts) -> parts.forEach(part -> {
            if (containers.computeIfAbsent(part, any -> new ArrayList<>()).isEmpty() && kind.test(part)) {
                open.add(part);
            }
            containers.get(part).add(container);
        }));
        Set<RequiredRole> containing = new HashSet<>();
        while (!open.isEmpty()) {
            for (RequiredRole container : containers.getOrDefault(open.pop(), List.of())) {
                if (containing.add(container)) {
                    open.add(container);
                }
            }
        }
        return containing;
    }
}

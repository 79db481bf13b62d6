package io.caregate.policy.posture;

import io.caregate.policy.rule.RoleRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks for weak settings that no rule forbids. It judges only what is written: keycloak-config-cli leaves an absent
 * setting as it is, and an export contains all of them.
 */
public final class Posture {

    /** The client attribute that names the owner of a client: a person, a team or an address. */
    public static final String OWNER_ATTRIBUTE = "caregate.owner";

    private Posture() {}

    /**
     * The weak settings of a realm, in the order of {@link PostureCheck}.
     *
     * @param realm a realm, or a part of one as for a partial import
     * @param pinned the roles that give access to APIs whatever the realm says, by API
     */
    public static <N extends Written<N>> List<PostureFinding<N>> of(N realm, Map<String, RoleRequirement> pinned) {
        List<PostureFinding<N>> found = new ArrayList<>(RealmSettings.of(realm));
        GrantedRoles<N> roles = new GrantedRoles<>(realm);
        found.addAll(RoleReach.of(realm, roles, pinned));
        found.addAll(Administrators.of(realm, roles));
        found.addAll(ofClients(realm, realm.items("clients").toList()));
        return found.stream()
                .sorted((one, other) -> one.check().compareTo(other.check()))
                .toList();
    }

    private static <N extends Written<N>> List<PostureFinding<N>> ofClients(N realm, List<N> clients) {
        List<PostureFinding<N>> found = new ArrayList<>();
        clients.forEach(client -> {
            String subject = "client " + client.text("clientId").orElse("");
            client.member("attributes")
                    .ifPresent(attributes -> found.addAll(RealmSettings.ofClient(attributes, subject)));
            found.addAll(Mappers.of(client, subject));
        });
        Stream.concat(realm.items("clientScopes"), realm.items("clientTemplates"))
                .forEach(scope -> found.addAll(
                        Mappers.of(scope, "client scope " + scope.text("name").orElse(""))));
        Owners.of(realm, clients).ifPresent(found::add);
        return found;
    }
}

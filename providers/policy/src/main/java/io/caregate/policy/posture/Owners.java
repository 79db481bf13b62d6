package io.caregate.policy.posture;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Clients without a known contact. */
final class Owners {

    private static final int MOST_NAMED = 10;

    /** Keycloak's and the pack's own clients. */
    private static final Set<String> OWN = Set.of(
            "account",
            "account-console",
            "admin-cli",
            "broker",
            "realm-management",
            "security-admin-console",
            "caregate-portal");

    private Owners() {}

    /** One finding for all of them, since it is one piece of work. */
    static <N extends Written<N>> Optional<PostureFinding<N>> of(N realm, List<N> clients) {
        List<String> without = clients.stream()
                .filter(client -> client.member("attributes")
                        .flatMap(attributes -> attributes.text(Posture.OWNER_ATTRIBUTE))
                        .filter(owner -> !owner.isBlank())
                        .isEmpty())
                .map(client -> client.text("clientId").orElse(""))
                .filter(id -> !OWN.contains(id) && !id.endsWith("-realm"))
                .toList();
        if (without.isEmpty()) {
            return Optional.empty();
        }
        int more = without.size() - MOST_NAMED;
        String named = String.join(", ", without.subList(0, Math.min(without.size(), MOST_NAMED)))
                + (more > 0 ? " and " + more + " more" : "");
        return Optional.of(new PostureFinding<>(
                PostureCheck.CLIENT_OWNER,
                "",
                "clients",
                named,
                "nothing says who answers for them",
                "name a person, a team or an address in the attribute " + Posture.OWNER_ATTRIBUTE
                        + ", or have developers register clients in the portal",
                realm.member("clients").orElse(realm)));
    }
}

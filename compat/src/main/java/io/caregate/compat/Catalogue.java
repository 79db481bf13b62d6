package io.caregate.compat;

import io.caregate.compat.ClassFacts.Endpoint;
import io.caregate.compat.Difference.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Keycloak can grow by without a change to anything that exists: the pack distinguishes these one by one.
 *
 * @param enums each new constant is something that the pack does not know
 * @param parents each new type below is something that the pack does not know
 * @param signers types whose objects sign, and which the pack alone is to create
 */
record Catalogue(Set<String> enums, Set<String> parents, Set<String> signers) {

    /** The pack's. */
    static final Catalogue OF_KEYCLOAK = new Catalogue(
            Set.of(
                    "org/keycloak/events/EventType",
                    "org/keycloak/events/admin/OperationType",
                    "org/keycloak/events/admin/ResourceType",
                    "org/keycloak/services/clientpolicy/ClientPolicyEvent"),
            Set.of("org/keycloak/provider/ProviderEvent", "org/keycloak/services/clientpolicy/ClientPolicyContext"),
            Set.of("org/keycloak/crypto/SignatureSignerContext"));

    /**
     * The differences.
     *
     * @throws IllegalStateException if this catalogue names what the version that it was written for does not have
     */
    Set<Difference> compare(Server base, Server other) {
        Set<Difference> found = new TreeSet<>();
        for (String name : enums) {
            List<String> here = required(base, name).constants();
            other.find(name).map(ClassFacts::constants).orElse(List.of()).stream()
                    .filter(constant -> !here.contains(constant))
                    .forEach(constant -> found.add(new Difference(Kind.CONSTANT_NEW, Names.member(name, constant))));
        }
        for (String parent : parents) {
            required(base, parent);
            Callers.compareBelow(found, parent, base, other);
        }
        signers.forEach(signer -> required(base, signer));
        Set<String> here = endpoints(base);
        endpoints(other).stream()
                .filter(endpoint -> !here.contains(endpoint))
                .forEach(endpoint -> found.add(new Difference(Kind.ENDPOINT_NEW, endpoint)));
        return found;
    }

    private static ClassFacts required(Server base, String name) {
        return base.find(name).orElseThrow(() -> new IllegalStateException("Keycloak has no " + Names.type(name)));
    }

    private static Set<String> endpoints(Server server) {
        Set<String> found = new TreeSet<>();
        server.keycloak().forEach(type -> {
            for (Endpoint endpoint : type.endpoints()) {
                found.add("%s %s#%s %s"
                        .formatted(endpoint.verb(), Names.type(type.name()), endpoint.method(), endpoint.path())
                        .strip());
            }
        });
        return found;
    }
}

package io.caregate.compat;

import io.caregate.compat.Difference.Kind;
import java.util.Set;
import java.util.TreeSet;

/** The SPIs for which the pack has providers: whether Keycloak still loads them, and which providers it has itself. */
final class Services {

    private static final String SPIS = "org.keycloak.provider.Spi";

    private Services() {}

    static Set<Difference> compare(Server base, Server other) {
        Set<Difference> found = new TreeSet<>();
        for (String service : base.packJars().services()) {
            if (service.equals(SPIS) || !base.ships(internal(service))) {
                continue;
            }
            if (isLoaded(base, service) && !isLoaded(other, service)) {
                found.add(new Difference(Kind.SPI_GONE, service));
            }
            Set<String> here = new TreeSet<>(base.keycloakJars().providers(service));
            Set<String> there = new TreeSet<>(other.keycloakJars().providers(service));
            there.stream()
                    .filter(provider -> !here.contains(provider))
                    .forEach(provider -> found.add(new Difference(Kind.PROVIDER_NEW, provider, "of " + service)));
            here.stream()
                    .filter(provider -> !there.contains(provider))
                    .forEach(provider -> found.add(new Difference(Kind.PROVIDER_GONE, provider, "of " + service)));
        }
        return found;
    }

    /** Whether one of the SPIs that Keycloak lists names the factory. */
    private static boolean isLoaded(Server server, String service) {
        return server.keycloakJars().providers(SPIS).stream()
                .flatMap(spi -> server.find(internal(spi)).stream())
                .flatMap(spi -> spi.references().stream())
                .anyMatch(reference -> reference.owner().equals(internal(service)));
    }

    private static String internal(String name) {
        return name.replace('.', '/');
    }
}

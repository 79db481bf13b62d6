package io.caregate.compat;

import java.util.Set;
import java.util.TreeSet;

/** All differences between two versions of Keycloak on which the pack rests. */
final class Comparison {

    private Comparison() {}

    /**
     * The differences, in the order of their kinds.
     *
     * @param base the version that the pack is made for
     * @param catalogue what the pack distinguishes one by one
     */
    static Set<Difference> of(Server base, Server other, Catalogue catalogue) {
        Set<Difference> found = new TreeSet<>(Linkage.compare(base, other));
        found.addAll(Overrides.compare(base, other));
        found.addAll(Services.compare(base, other));
        found.addAll(Callers.compare(base, other, catalogue.signers()));
        found.addAll(catalogue.compare(base, other));
        return found;
    }
}

package io.caregate.policy.client;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A realm's own client policies, as its attributes hold both lists. */
record StoredPolicies(@Nullable String profiles, @Nullable String policies) {

    /**
     * A change to report.
     *
     * @param flaw why Keycloak cannot apply the policies; null if it can
     */
    record Change(@Nullable String flaw) {}

    /**
     * What there is to report since an earlier look. At the first look only policies that cannot be applied are.
     *
     * @param before what was seen before; null at the first look
     * @param flaw why Keycloak cannot apply these, if it cannot; asked only if they differ from those before
     */
    Optional<Change> since(@Nullable StoredPolicies before, Supplier<Optional<String>> flaw) {
        if (equals(before)) {
            return Optional.empty();
        }
        Optional<Change> broken = flaw.get().map(Change::new);
        return broken.isPresent() || before == null ? broken : Optional.of(new Change(null));
    }
}

package io.caregate.policy.reportmode;

import java.util.Comparator;

/**
 * The key under which violations are counted together. Its order is that in which rows are locked, so that two nodes do
 * not wait for each other.
 */
record ViolationKey(String realmId, String clientUuid, String rule, String hook) implements Comparable<ViolationKey> {
    private static final Comparator<ViolationKey> ORDER = Comparator.comparing(ViolationKey::realmId)
            .thenComparing(ViolationKey::clientUuid)
            .thenComparing(ViolationKey::rule)
            .thenComparing(ViolationKey::hook);

    @Override
    public int compareTo(ViolationKey other) {
        return ORDER.compare(this, other);
    }
}

package io.caregate.policy.posture;

import java.util.Comparator;

/** What is counted together. In the order in which rows are locked, so that two nodes do not wait for each other. */
record SightingKey(String realmId, String clientUuid, String rule, String hook) implements Comparable<SightingKey> {
    private static final Comparator<SightingKey> ORDER = Comparator.comparing(SightingKey::realmId)
            .thenComparing(SightingKey::clientUuid)
            .thenComparing(SightingKey::rule)
            .thenComparing(SightingKey::hook);

    @Override
    public int compareTo(SightingKey other) {
        return ORDER.compare(this, other);
    }
}

package io.caregate.policy.reportmode;

import io.caregate.policy.refusal.ReportOnlyViolation;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts in memory until the next batch. There is at most one count for each existing client, rule and hook, so it
 * cannot grow without bounds, whatever is requested.
 */
final class ViolationTally {
    private Map<ViolationKey, ViolationCount> violations = new HashMap<>();
    private Map<ViolationKey, ReportOnlyViolation> latest = new HashMap<>();
    private long batches;

    synchronized void count(ReportOnlyViolation seen, long now) {
        ViolationKey key = new ViolationKey(
                seen.realmId(), seen.clientUuid(), seen.rule().id(), seen.hook().label());
        violations.merge(key, ViolationCount.once(now, seen.field(), seen.value()), ViolationCount::plus);
        latest.put(key, seen);
    }

    /** The counts since the last batch, or null if there are none. */
    synchronized @Nullable ViolationBatch next() {
        if (violations.isEmpty()) {
            return null;
        }
        ViolationBatch batch = new ViolationBatch(++batches, new TreeMap<>(violations), latest);
        violations = new HashMap<>();
        latest = new HashMap<>();
        return batch;
    }
}

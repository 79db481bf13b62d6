package io.caregate.policy.posture;

import io.caregate.policy.refusal.ReportOnlyViolation;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts in memory until the next batch. There is at most one count for each client that exists, rule and hook, so it
 * cannot grow without bounds, whatever is requested.
 */
final class SightingTally {
    private Map<SightingKey, Sighting> sightings = new HashMap<>();
    private Map<SightingKey, ReportOnlyViolation> latest = new HashMap<>();
    private long batches;

    synchronized void count(ReportOnlyViolation seen, long now) {
        SightingKey key = new SightingKey(
                seen.realmId(), seen.clientUuid(), seen.rule().id(), seen.hook().label());
        sightings.merge(key, Sighting.once(now, seen.field(), seen.value()), Sighting::plus);
        latest.put(key, seen);
    }

    /** What was counted since the last batch, or null if nothing was. */
    synchronized @Nullable SightingBatch next() {
        if (sightings.isEmpty()) {
            return null;
        }
        SightingBatch batch = new SightingBatch(++batches, new TreeMap<>(sightings), latest);
        sightings = new HashMap<>();
        latest = new HashMap<>();
        return batch;
    }
}

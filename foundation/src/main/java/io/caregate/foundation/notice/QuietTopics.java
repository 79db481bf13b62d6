package io.caregate.foundation.notice;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides when a notice of a topic is sent: the first one at once, and what comes in the quiet period after it as one
 * more when the period ends. Thread-safe.
 */
final class QuietTopics {
    /** Beyond so many topics, notices of new ones are not sent: something is wrong, and mails do not help. */
    static final int MOST = 1_000;

    private final LongSupplier nanos;
    /** The moment until which each topic is quiet: when the last notice was sent, or the next one will be. */
    private final Map<String, Long> quietUntil = new HashMap<>();

    /** The topics of which a notice is waiting; all of them are in the map. */
    private final Set<String> waiting = new HashSet<>();

    /** With a clock that never goes back, in nanoseconds from any starting point. */
    QuietTopics(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How long to wait before a notice of this topic is sent; empty if one is waiting already, or too many are. */
    synchronized Optional<Duration> next(String topic) {
        long now = nanos.getAsLong();
        quietUntil.entrySet().removeIf(quiet -> quiet.getValue() - now <= 0 && !waiting.contains(quiet.getKey()));
        boolean isOneTooMany = !quietUntil.containsKey(topic) && quietUntil.size() >= MOST;
        if (isOneTooMany || !waiting.add(topic)) {
            return Optional.empty();
        }
        long until = quietUntil.computeIfAbsent(topic, first -> now);
        return Optional.of(Duration.ofNanos(Math.max(0, until - now)));
    }

    /** The notice of this topic that was waiting is done with; the topic is quiet for so long from now on. */
    synchronized void done(String topic, Duration quiet) {
        waiting.remove(topic);
        quietUntil.put(topic, nanos.getAsLong() + quiet.toNanos());
    }
}

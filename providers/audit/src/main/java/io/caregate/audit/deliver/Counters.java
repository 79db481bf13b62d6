package io.caregate.audit.deliver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;

/** The counters of a sink's worker. */
final class Counters {
    private final Counter delivered;
    private final Counter retries;
    private final Counter deadLetters;

    Counters(String sink) {
        this.delivered = counter("caregate.audit.delivered", "Entries and checkpoints that a sink has taken", sink);
        this.retries = counter("caregate.audit.retries", "Attempts to deliver that a sink has not taken", sink);
        this.deadLetters = counter("caregate.audit.dead.letters", "Items that a sink has rejected for good", sink);
    }

    void delivered(int items) {
        delivered.increment(items);
    }

    void retry() {
        retries.increment();
    }

    void deadLetters(int items) {
        deadLetters.increment(items);
    }

    private static Counter counter(String name, String description, String sink) {
        return Counter.builder(name).description(description).tag("sink", sink).register(Metrics.globalRegistry);
    }
}

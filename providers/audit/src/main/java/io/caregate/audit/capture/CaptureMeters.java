package io.caregate.audit.capture;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** The metrics of a node's capture. */
final class CaptureMeters {
    private static final String CAPTURED = "caregate.audit.captured";
    private static final Duration[] ACCEPT_BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250)
    };

    private final MeterRegistry registry;
    private final Counter toDatabase;
    private final Counter toSpill;
    private final Counter toMemory;
    private final Counter lost;
    private final Timer accept;

    CaptureMeters(MeterRegistry registry) {
        this.registry = registry;
        this.toDatabase = captured("database");
        this.toSpill = captured("spill");
        this.toMemory = captured("memory");
        this.lost = Counter.builder("caregate.audit.lost")
                .description("Entries that nothing could take, or that could not be made")
                .register(registry);
        this.accept = Timer.builder("caregate.audit.accept")
                .description("Time that a request waits until its entry is durable")
                .serviceLevelObjectives(ACCEPT_BOUNDS)
                .register(registry);
    }

    void watch(FallbackBuffer buffer) {
        gauge("caregate.audit.spill", "bytes", "Bytes in this node's spill file", buffer::spilledBytes);
        gauge("caregate.audit.memory", "entries", "Entries that only memory holds", buffer::inMemory);
    }

    void toDatabase(int rows) {
        toDatabase.increment(rows);
    }

    void toSpill(int rows) {
        toSpill.increment(rows);
    }

    void toMemory(int rows) {
        toMemory.increment(rows);
    }

    void lost() {
        lost.increment();
    }

    void accepted(long nanos) {
        accept.record(Duration.ofNanos(nanos));
    }

    private Counter captured(String to) {
        return Counter.builder(CAPTURED)
                .description("Entries that were captured, by what made them durable")
                .tag("to", to)
                .register(registry);
    }

    private void gauge(String name, String unit, String description, Supplier<Number> value) {
        Gauge.builder(name, value).baseUnit(unit).description(description).register(registry);
    }
}

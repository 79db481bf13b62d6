package io.caregate.policy.refusal;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The times that guards take: one histogram for each hook, created once, so that measuring allocates nothing. */
final class GuardTimers {
    // A guard takes microseconds; a slower one has looked something up.
    private static final List<Integer> MICROSECONDS =
            List.of(5, 10, 20, 50, 100, 250, 500, 1_000, 5_000, 25_000, 100_000);
    private static final Map<EnforcementPoint, Timer> TIMERS = Arrays.stream(EnforcementPoint.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), GuardTimers::timer));

    private GuardTimers() {}

    static <T extends @Nullable Object> T timed(EnforcementPoint enforcementPoint, Supplier<T> guard) {
        long started = System.nanoTime();
        try {
            return guard.get();
        } finally {
            Objects.requireNonNull(TIMERS.get(enforcementPoint))
                    .record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        }
    }

    private static Timer timer(EnforcementPoint enforcementPoint) {
        return Timer.builder("caregate.guard")
                .description("Time that a guard of Caregate takes")
                .tag("hook", enforcementPoint.label())
                .serviceLevelObjectives(MICROSECONDS.stream()
                        .map(micros -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
                        .toArray(Duration[]::new))
                .register(Metrics.globalRegistry);
    }
}

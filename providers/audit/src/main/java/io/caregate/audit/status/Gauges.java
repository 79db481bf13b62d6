package io.caregate.audit.status;

import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.TimeLimit;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.thread.DaemonThread;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The log's gauges. A thread reads the state of the log every 10 s, and a scrape of the metrics, however often it
 * comes, gets the last values. While the state cannot be read, or not in time, the gauges are not a number. The server
 * stays ready, since the fault is not its own.
 */
public final class Gauges implements AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(Gauges.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** Values older than this would hide that the database hangs. */
    private static final Duration FRESH = INTERVAL.multipliedBy(3);

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final LogStatusQuery query;
    private final Connections connections;
    private final Optional<JobBoard> board;
    private final Consumer<LogStatus> observer;
    private final Semaphore stop = new Semaphore(0);
    private final Thread thread = DaemonThread.of("caregate-audit-standing", this::run);
    private volatile @Nullable Reading last;

    public Gauges(LogStatusQuery query, Connections connections) {
        this(query, connections, Optional.empty(), status -> {});
    }

    /**
     * The same. The reports on the board by the jobs of this node are written before the state is read. The observer
     * gets each reading, on the thread of the gauges.
     */
    public Gauges(
            LogStatusQuery query, Connections connections, Optional<JobBoard> board, Consumer<LogStatus> observer) {
        this.board = board;
        this.observer = observer;
        this.query = query;
        this.connections = connections;
    }

    /** Starts to read. The tables must exist. */
    public void start() {
        gauge("caregate.audit.inbox", "entries", "Captured entries that are not sealed yet", status -> status.waiting()
                .entries());
        gauge(
                "caregate.audit.unsealed.age",
                "seconds",
                "Age of the oldest entry that is not sealed yet",
                status -> seconds(status.waiting().oldest()));
        gauge(
                "caregate.audit.checkpoint.age",
                "seconds",
                "Age of the newest checkpoint",
                status -> status.checkpointAge().map(Gauges::seconds).orElse(Double.NaN));
        gauge("caregate.audit.damaged", "entries", "Places where the log is not what was sealed", LogStatus::damaged);
        gauge(
                "caregate.audit.check.age",
                "seconds",
                "How long ago the whole log was checked last",
                status -> status.check()
                        .lastRound()
                        .map(over -> seconds(Duration.between(over, status.time())))
                        .orElse(Double.NaN));
        query.jobs().forEach(this::ofJob);
        query.wanted().forEach(this::ofSink);
        thread.start();
    }

    @Override
    public void close() {
        stop.release();
        try {
            thread.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ofJob(String name) {
        Gauge.builder("caregate.audit.job.age", this, self -> self.of(status -> age(status, name)))
                .description("How long ago a round of a job was done last, on whichever node")
                .baseUnit("seconds")
                .tag("job", name)
                .register(Metrics.globalRegistry);
        Gauge.builder("caregate.audit.job.stalled", this, self -> self.of(status -> stalled(status, name)))
                .description("1 while a job that is to be done is done on no node, or fails")
                .tag("job", name)
                .register(Metrics.globalRegistry);
    }

    private static double age(LogStatus status, String name) {
        return status.jobs().stream()
                .filter(job -> job.name().equals(name))
                .flatMap(job -> job.sinceDone().stream())
                .mapToDouble(Gauges::seconds)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double stalled(LogStatus status, String name) {
        return status.jobs().stream().anyMatch(job -> job.name().equals(name) && job.state() != JobStatus.State.RUNNING)
                ? 1
                : 0;
    }

    private void ofSink(String id) {
        Gauge.builder("caregate.audit.sink.lag.entries", this, self -> self.of(status -> lag(status, id, false)))
                .description("Sealed entries that a sink has not been given")
                .tag("sink", id)
                .register(Metrics.globalRegistry);
        Gauge.builder("caregate.audit.sink.lag", this, self -> self.of(status -> lag(status, id, true)))
                .description("Age of the first entry that a sink has not been given")
                .baseUnit("seconds")
                .tag("sink", id)
                .register(Metrics.globalRegistry);
    }

    private static double lag(LogStatus status, String id, boolean time) {
        return status.sinks().stream()
                .filter(sink -> sink.id().equals(id))
                .mapToDouble(sink -> time ? seconds(sink.lag()) : sink.lagEntries())
                .findFirst()
                .orElse(Double.NaN);
    }

    private void gauge(String name, String unit, String description, ToDoubleFunction<LogStatus> value) {
        Gauge.builder(name, this, self -> self.of(value))
                .description(description)
                .baseUnit(unit)
                .register(Metrics.globalRegistry);
    }

    private double of(ToDoubleFunction<LogStatus> value) {
        Reading reading = last;
        return reading == null || System.nanoTime() - reading.nanos() > FRESH.toNanos()
                ? Double.NaN
                : value.applyAsDouble(reading.status());
    }

    private void run() {
        try {
            do {
                try {
                    Reading reading = new Reading(TimeLimit.within(connections, LIMIT, this::read), System.nanoTime());
                    last = reading;
                    observer.accept(reading.status());
                } catch (SQLException | RuntimeException | Error e) {
                    last = null;
                    LOG.debugf(e, "the standing of the audit log cannot be read for now");
                }
            } while (!stop.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debugf("the gauges are asked to stop");
        }
    }

    private LogStatus read(Connection connection) throws SQLException {
        if (board.isPresent()) {
            board.get().flush(connection);
        }
        return query.read(connection);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** {@code nanos} is {@link System#nanoTime} when it was read. */
    private record Reading(LogStatus status, long nanos) {}
}

package io.caregate.audit.read;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.keycloak.provider.Provider;

/**
 * How many exports a node sends at a time. Each holds one of the server's request threads until its last byte is read, so
 * that threads are left for logins only {@value #MOST} are sent, and only to readers who keep up ({@link PacedOutput}).
 */
final class ExportPlaces implements AutoCloseable {
    static final int MOST = 4;
    static final int BYTES_PER_SECOND = 16 * 1024;
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Semaphore free = new Semaphore(MOST);
    private final Duration patience;
    private final ScheduledThreadPoolExecutor watch;
    private final Counter busy;
    private final Counter slow;

    ExportPlaces(MeterRegistry registry) {
        this(registry, PATIENCE);
    }

    ExportPlaces(MeterRegistry registry, Duration patience) {
        this.patience = patience;
        this.watch = new ScheduledThreadPoolExecutor(1, ExportPlaces::thread);
        this.watch.setRemoveOnCancelPolicy(true);
        // A node that exports nothing needs no thread to look at it.
        this.watch.setKeepAliveTime(LOOK.toSeconds() * 10, TimeUnit.SECONDS);
        this.watch.allowCoreThreadTimeOut(true);
        this.busy = turnedAway(registry, "busy");
        this.slow = turnedAway(registry, "slow");
        Gauge.builder("caregate.audit.exports.running", () -> MOST - free.availablePermits())
                .description("Exports that this node is sending")
                .register(registry);
    }

    /** A place for one export, or none while all are taken. Whoever takes one closes it. */
    Optional<Place> take() {
        if (free.tryAcquire()) {
            return Optional.of(new Place());
        }
        busy.increment();
        return Optional.empty();
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "caregate-audit-exports");
        thread.setDaemon(true);
        return thread;
    }

    private static Counter turnedAway(MeterRegistry registry, String reason) {
        return Counter.builder("caregate.audit.exports.turned.away")
                .description("Exports that were refused or broken off, by why")
                .tag("reason", reason)
                .register(registry);
    }

    /** A place that is given back once, however often it is closed. */
    final class Place implements Provider, AutoCloseable {
        private final AtomicBoolean isGivenBack = new AtomicBoolean();

        private Place() {}

        /** Writes all of a document, or ends with {@link PacedOutput.LostReader} when its reader does not keep up or goes away. */
        void send(OutputStream out, StreamingOutput document) throws IOException {
            PacedOutput paced = new PacedOutput(out, patience, BYTES_PER_SECOND, System::nanoTime);
            long look = Math.min(LOOK.toMillis(), patience.toMillis());
            Future<?> looking = watch.scheduleWithFixedDelay(paced::look, look, look, TimeUnit.MILLISECONDS);
            try {
                document.write(paced);
                // What is left in its buffer the server would write after us, where nobody looks.
                paced.flush();
            } catch (PacedOutput.LostReader e) {
                if (e.isTooSlow()) {
                    slow.increment();
                }
                throw e;
            } finally {
                looking.cancel(false);
            }
        }

        @Override
        public void close() {
            if (isGivenBack.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}

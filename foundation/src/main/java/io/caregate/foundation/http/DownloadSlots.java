package io.caregate.foundation.http;

import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.thread.DaemonThread;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response.Status;
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
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * Limits how many long documents of one kind a node sends at a time. Each document holds one of the server's request
 * threads until its last byte is read. So that threads remain for logins, only {@value #MOST} are sent, and only to
 * readers that keep up ({@link MinimumRateOutputStream}). Created once per server, and closed with it; used by its
 * request threads.
 */
public final class DownloadSlots implements AutoCloseable {
    /** How many documents are sent at a time. */
    public static final int MOST = 4;

    static final int BYTES_PER_SECOND = 16 * 1024;
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final ServerLog LOG = ServerLog.of(DownloadSlots.class);

    private final Semaphore free = new Semaphore(MOST);
    private final String kind;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor watch;
    private final Counter busy;
    private final Counter slow;

    /**
     * Counts in {@code <meters>.running} and {@code <meters>.turned.away}.
     *
     * @param meters such as {@code caregate.audit.exports}
     * @param kind the name of one of the documents, such as {@code export}
     */
    public DownloadSlots(MeterRegistry registry, String meters, String kind) {
        this(registry, meters, kind, PATIENCE);
    }

    DownloadSlots(MeterRegistry registry, String meters, String kind, Duration patience) {
        this.kind = kind;
        this.patience = patience;
        this.watch = new ScheduledThreadPoolExecutor(1, work -> DaemonThread.of(meters.replace('.', '-'), work));
        this.watch.setRemoveOnCancelPolicy(true);
        // A node that sends nothing needs no monitoring thread.
        this.watch.setKeepAliveTime(LOOK.toSeconds() * 10, TimeUnit.SECONDS);
        this.watch.allowCoreThreadTimeOut(true);
        this.busy = turnedAway(registry, meters, "busy");
        this.slow = turnedAway(registry, meters, "slow");
        Gauge.builder(meters + ".running", () -> MOST - free.availablePermits())
                .description("Documents that this node is sending: " + kind)
                .register(registry);
    }

    /**
     * A place for one document of the session's realm; none, with a line in the log, while all are taken. It is
     * released when the document has been sent, and at the latest with the session: a body may never be requested, as
     * with HEAD.
     */
    public Optional<Place> take(KeycloakSession session) {
        String realm = session.getContext().getRealm().getName();
        Optional<Place> taken = take(realm, new OfSession(session));
        taken.ifPresent(session::enlistForClose);
        return taken;
    }

    Optional<Place> take(String realm, Runnable beforeSending) {
        if (free.tryAcquire()) {
            return Optional.of(new Place(realm, beforeSending));
        }
        busy.increment();
        LOG.infof("A document is refused, others are on their way kind=%s realm=%s most=%d", kind, realm, MOST);
        return Optional.empty();
    }

    /** One sentence for a caller that found no free place. */
    public String refusal() {
        return "This node sends " + MOST + " " + kind + "s already; try again in a while";
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private static Counter turnedAway(MeterRegistry registry, String meters, String reason) {
        return Counter.builder(meters + ".turned.away")
                .description("Documents that were refused or broken off, by why")
                .tag("reason", reason)
                .register(registry);
    }

    /** Ends the request's own transaction, which would keep its connection until the last byte is read. */
    private record OfSession(KeycloakSession session) implements Runnable {
        @Override
        public void run() {
            if (session.getTransactionManager().isActive()) {
                session.getTransactionManager().commit();
            }
        }
    }

    /** A place that is released once, however often it is closed. */
    public final class Place implements Provider, AutoCloseable {
        private final String realm;
        private final Runnable beforeSending;
        private final AtomicBoolean isGivenBack = new AtomicBoolean();

        private Place(String realm, Runnable beforeSending) {
            this.realm = realm;
            this.beforeSending = beforeSending;
        }

        /**
         * The same document, sent from this place: it starts after the request's own transaction has ended, and stops
         * if its reader does not keep up or closes the connection.
         */
        public StreamingOutput paced(StreamingOutput document) {
            return out -> {
                beforeSending.run();
                try {
                    send(out, document);
                } catch (MinimumRateOutputStream.LostReader e) {
                    LOG.infof("A document is broken off, %s kind=%s realm=%s", e.getMessage(), kind, realm);
                    // Ends the connection, since its head is written. Keycloak would log any other exception as its own
                    // fault.
                    throw new ClientErrorException(Status.REQUEST_TIMEOUT, e);
                } finally {
                    close();
                }
            };
        }

        void send(OutputStream out, StreamingOutput document) throws IOException {
            MinimumRateOutputStream output =
                    new MinimumRateOutputStream(out, patience, BYTES_PER_SECOND, System::nanoTime);
            long look = Math.min(LOOK.toMillis(), patience.toMillis());
            Future<?> looking = watch.scheduleWithFixedDelay(output::inspect, look, look, TimeUnit.MILLISECONDS);
            try {
                document.write(output);
                // The server would write the rest of its buffer later, when no thread monitors it.
                output.flush();
            } catch (MinimumRateOutputStream.LostReader e) {
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

package io.caregate.policy.reportmode;

import io.caregate.foundation.database.Connections;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.thread.DaemonThread;
import io.caregate.policy.refusal.ReportOnlyViolation;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Records what report mode lets through. Inside the request it only counts in memory; a separate thread stores the
 * counts once a second, from the end of Keycloak's migrations until the server stops. A node that is killed loses its
 * counts since then.
 */
public final class ViolationRecorder implements ProviderEventListener, AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(ViolationRecorder.class);
    private static final String COUNTER = "caregate.would.be.refusals";
    private static final long EVERY_MILLIS = 1_000;
    private static final long STOP_PATIENCE_SECONDS = 5;

    private final Clock clock = Clock.systemUTC();
    private final ViolationTally tally = new ViolationTally();
    private final ViolationWriter writer;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(work -> DaemonThread.of("caregate-findings", work));
    private volatile @Nullable ScheduledFuture<?> steps;

    public ViolationRecorder(Connections connections, ViolationTables tables) {
        ViolationStore store =
                new ViolationStore(connections, tables, UUID.randomUUID().toString());
        this.writer = new ViolationWriter(tally, store, clock);
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof ReportOnlyViolation seen) {
            tally.count(seen, clock.millis());
            Metrics.counter(
                            COUNTER,
                            "rule",
                            seen.rule().id(),
                            "realm",
                            seen.realm(),
                            "hook",
                            seen.hook().label())
                    .increment();
        } else if (event instanceof ClientModel.ClientRemovedEvent removed) {
            pruneAfter(removed.getKeycloakSession());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            pruneAfter(removed.getKeycloakSession());
        } else if (event instanceof PostMigrationEvent) {
            start();
        }
    }

    private void pruneAfter(KeycloakSession session) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                writer.pruneSoon();
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private void start() {
        steps = worker.scheduleWithFixedDelay(this::step, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    // An exception would stop further runs of the task.
    private void step() {
        try {
            writer.step();
        } catch (RuntimeException | LinkageError failed) {
            LOG.errorf(failed, "would-be refusals go on to be stored after a failure");
        }
    }

    /** Stores the remaining counts, for a few seconds at most. */
    @Override
    public void close() {
        ScheduledFuture<?> running = steps;
        if (running != null) {
            running.cancel(false);
            worker.execute(writer::last);
        }
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warnf("the last would-be refusals could not be stored before the server stops");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

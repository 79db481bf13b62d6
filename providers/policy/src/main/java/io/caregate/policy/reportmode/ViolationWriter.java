package io.caregate.policy.reportmode;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.refusal.ReportOnlyViolation;
import io.caregate.policy.rule.PrintableText;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves the counts into the database, one batch at a time, and writes the log lines. A batch that cannot be stored is
 * kept and retried, after 1 second and then after twice as long each time, up to a minute. Runs on one thread.
 */
final class ViolationWriter {
    private static final ServerLog LOG = ServerLog.of(ViolationWriter.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final int SHOWN_NAME = 80;

    private final ViolationTally tally;
    private final ViolationStore store;
    private final Clock clock;
    private @Nullable ViolationBatch waiting;
    private Duration pause = Duration.ZERO;
    private long tryAt;
    private long pruneAt;
    private volatile boolean pruneNow = true;

    ViolationWriter(ViolationTally tally, ViolationStore store, Clock clock) {
        this.tally = tally;
        this.store = store;
        this.clock = clock;
    }

    /** Makes the next step remove the violations of clients that are gone. */
    void pruneSoon() {
        pruneNow = true;
    }

    /** Stores the waiting counts, unless it is too early to retry. */
    void step() {
        long now = clock.millis();
        if (now < tryAt) {
            return;
        }
        try {
            storeAll();
            prune(now);
            pause = Duration.ZERO;
        } catch (SQLException | RuntimeException failed) {
            if (pause.isZero()) {
                LOG.warnf(failed, "would-be refusals are not stored yet; their counts are kept and tried again");
            }
            pause = pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
            tryAt = now + pause.toMillis();
        }
    }

    /** One more attempt, however long ago the last one was. */
    void last() {
        tryAt = 0;
        step();
    }

    private void storeAll() throws SQLException {
        // First comes the batch that an earlier attempt could not store, then the counts since.
        while (waiting != null || (waiting = tally.next()) != null) {
            ViolationBatch batch = waiting;
            List<ViolationKey> unlogged = store.add(batch, today());
            waiting = null;
            for (ViolationKey key : unlogged) {
                log(batch, key);
            }
        }
    }

    private void prune(long now) throws SQLException {
        if (pruneNow || now >= pruneAt) {
            pruneNow = false;
            pruneAt = now + PRUNE_EVERY.toMillis();
            store.prune(today());
        }
    }

    private void log(ViolationBatch batch, ViolationKey key) throws SQLException {
        ReportOnlyViolation seen = batch.latest().get(key);
        if (seen != null) {
            LOG.warnf(
                    "would be refused realm=%s client=%s rule=%s hook=%s field=%s count=%d; see the findings report",
                    PrintableText.printable(seen.realm(), SHOWN_NAME),
                    PrintableText.printable(seen.clientId(), SHOWN_NAME),
                    key.rule(),
                    key.hook(),
                    seen.field() == null ? "none" : PrintableText.printable(seen.field(), SHOWN_NAME),
                    store.count(key));
        }
    }

    private long today() {
        return Duration.ofMillis(clock.millis()).toDays();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

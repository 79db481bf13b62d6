package io.caregate.audit.witness;

import io.caregate.audit.deliver.Pause;
import io.caregate.audit.deliver.Worker;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.TimeLimit;
import io.caregate.foundation.log.ServerLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Measures on every node how old the newest witnessed checkpoint is, and warns once when it is too old. */
final class QuorumWatch implements Worker.Job {
    private static final ServerLog LOG = ServerLog.of(QuorumWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final WitnessedLog log;
    private final Connections connections;
    private final Duration alarm;
    private final InstantSource clock;
    private final Instant since;
    private volatile double ageSeconds = Double.NaN;
    private volatile boolean missing;

    QuorumWatch(WitnessedLog log, Connections connections, Duration alarm, InstantSource clock) {
        this.log = log;
        this.connections = connections;
        this.alarm = alarm;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** How long ago the quorum was reached; not a number while that cannot be read. */
    double ageSeconds() {
        return ageSeconds;
    }

    /** Whether it has not been reached for too long. */
    boolean isMissing() {
        return missing;
    }

    /** Registers the gauge. */
    void register() {
        Gauge.builder("caregate.audit.quorum.age", this, QuorumWatch::ageSeconds)
                .description("How long ago the quorum of the witnesses was reached last")
                .baseUnit("seconds")
                .register(Metrics.globalRegistry);
    }

    @Override
    public Pause round(Worker worker) {
        inspect();
        return Pause.of(INTERVAL);
    }

    /** Reads the state once. */
    void inspect() {
        try {
            inspect(TimeLimit.within(connections, LIMIT, log::status));
        } catch (SQLException e) {
            ageSeconds = Double.NaN;
            LOG.debugf(e, "what the witnesses have cosigned cannot be read for now");
        }
    }

    @Override
    public void leave() {}

    /** A node that has just started, or that has a new policy, gives the witnesses the same time. */
    private void inspect(WitnessStatus status) {
        Instant now = clock.instant();
        // A time that is still to come would silence the alarm until then.
        Optional<Instant> reached = status.time().filter(time -> !time.isAfter(now.plus(WitnessClient.CLOCK)));
        Duration age = Duration.between(reached.orElse(since), now);
        ageSeconds = Math.max(0, age.toMillis()) / 1000.0;
        Duration silent = Duration.between(reached.filter(since::isBefore).orElse(since), now);
        boolean late = status.needed() && silent.compareTo(alarm) > 0;
        if (late && !missing) {
            LOG.warnf(
                    "the quorum of the witnesses has not been reached for %d minutes: only this server knows the newest"
                            + " state of the audit log; see the jobs witness-... in its status",
                    silent.toMinutes());
        } else if (missing && !late) {
            LOG.infof("the quorum of the witnesses is reached again");
        }
        missing = late;
    }
}

package io.caregate.audit.notice;

import io.caregate.audit.status.JobStatus;
import io.caregate.audit.status.LogStatus;
import io.caregate.audit.status.SinkStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What in the log needs an operator, by the readings of its state on this node. A concern must last: what goes away by
 * itself, such as a sink while its receiver restarts, is none. Used by one thread.
 */
final class Concerns {
    private static final Duration SEALED_WITHIN = Duration.ofMinutes(2);
    private static final Duration CHECKPOINT_WITHIN = Duration.ofMinutes(3);
    private static final Duration DELIVERED_WITHIN = Duration.ofMinutes(10);

    private final Duration lasting;
    private final Map<String, Instant> since = new TreeMap<>();

    /** With the time that one must have lasted. */
    Concerns(Duration lasting) {
        this.lasting = lasting;
    }

    /** The names of those that have lasted until this reading, as the status names their parts. */
    SortedSet<String> after(LogStatus status) {
        SortedSet<String> now = in(status);
        since.keySet().retainAll(now);
        now.forEach(name -> since.putIfAbsent(name, status.time()));
        SortedSet<String> found = new TreeSet<>();
        since.forEach((name, first) -> {
            if (!status.time().isBefore(first.plus(lasting))) {
                found.add(name);
            }
        });
        return found;
    }

    /** The names of those in this state. */
    static SortedSet<String> in(LogStatus status) {
        SortedSet<String> names = new TreeSet<>();
        if (status.damaged() > 0) {
            names.add("damaged");
        }
        if (isLonger(status.waiting().oldest(), SEALED_WITHIN)) {
            names.add("unsealed");
        }
        if (status.checkpointAge()
                .filter(age -> isLonger(age, CHECKPOINT_WITHIN))
                .isPresent()) {
            names.add("checkpoint");
        }
        if (status.waiting().spillBytes() > 0) {
            names.add("spill");
        }
        status.jobs().stream()
                .filter(job -> job.state() != JobStatus.State.RUNNING)
                .forEach(job -> names.add("job " + job.name()));
        status.sinks().stream().filter(Concerns::isStuck).forEach(sink -> names.add("sink " + sink.id()));
        return names;
    }

    // A removed sink gets nothing, on purpose.
    private static boolean isStuck(SinkStatus sink) {
        return switch (sink.state()) {
            case MISCONFIGURED -> true;
            case FAILING, DELIVERING -> isLonger(sink.lag(), DELIVERED_WITHIN);
            case REMOVED -> false;
        };
    }

    private static boolean isLonger(Duration time, Duration most) {
        return time.compareTo(most) > 0;
    }
}

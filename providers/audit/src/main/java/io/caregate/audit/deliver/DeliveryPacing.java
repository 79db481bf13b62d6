package io.caregate.audit.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides how many items are tried next, and when. A refused batch is halved until the bad item is alone. Successful
 * deliveries, and items that the receiver does not get, make it grow again. A receiver that rejects one item after
 * another and takes none is more likely to be misconfigured than right. After {@value #SUSPICIOUS} rejections in a row,
 * each further one costs a pause, so that a mistake does not empty the log into the dead letters before an operator
 * notices.
 */
final class DeliveryPacing {
    static final int SUSPICIOUS = 10;

    private final int most;
    private final Backoff backoff;
    private int size;
    private int failures;
    private int rejections;
    private long resumeAt = System.nanoTime();

    DeliveryPacing(int most, Backoff backoff) {
        this.most = most;
        this.size = most;
        this.backoff = backoff;
    }

    /** The number of items to try. */
    int size() {
        return size;
    }

    /** The number of attempts that have failed in a row. */
    int failures() {
        return failures;
    }

    /** The remaining wait before the next attempt. */
    Duration left() {
        long left = resumeAt - System.nanoTime();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** The receiver has taken items, and accepted this number of them, at least one. */
    void taken(int accepted) {
        if (accepted < 1) {
            throw new IllegalArgumentException("accepted=" + accepted);
        }
        failures = 0;
        rejections = 0;
        size = Math.min(most, size * 2);
    }

    /** None of the items that were read is for the receiver. */
    void skipped() {
        size = Math.min(most, size * 2);
    }

    /** The receiver refused a batch of this size. */
    void refused(int tried) {
        failures = 0;
        size = Math.max(1, tried / 2);
    }

    /** The receiver rejected an item that was tried alone. Answers the wait before the next one. */
    Duration rejectedAlone() {
        failures = 0;
        rejections++;
        if (rejections <= SUSPICIOUS) {
            return Duration.ZERO;
        }
        Duration pause = backoff.after(rejections - SUSPICIOUS);
        pause(pause);
        return pause;
    }

    /** The attempt failed. Answers the wait before the next one. */
    Duration failed(Optional<Duration> asked) {
        failures++;
        Duration pause = asked.map(Backoff::asked).orElseGet(() -> backoff.after(failures));
        pause(pause);
        return pause;
    }

    /**
     * The receiver has asked an earlier node to leave it alone until then. The wait is no longer than a receiver may
     * ask for.
     */
    void askedUntil(Instant then) {
        Duration left = Duration.between(Instant.now(), then);
        if (!left.isNegative() && !left.isZero()) {
            failures = Math.max(1, failures);
            pause(left.compareTo(Backoff.MOST_ASKED) > 0 ? Backoff.MOST_ASKED : left);
        }
    }

    private void pause(Duration pause) {
        resumeAt = System.nanoTime() + pause.toNanos();
    }
}

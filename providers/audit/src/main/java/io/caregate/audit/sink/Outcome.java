package io.caregate.audit.sink;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of a delivery. Reasons are shown to auditors of every realm and written to the server's log: plain words
 * such as {@code the receiver answered 503}, never an address, a secret, or a receiver's own text.
 *
 * <table>
 *   <caption>What follows</caption>
 *   <tr><td>{@link Taken}</td><td>the cursor moves behind the first {@code count} items; those that are rejected go to
 *       the dead letters; the rest is delivered at once</td></tr>
 *   <tr><td>{@link Refused}</td><td>half of the items are delivered next, and so on; one item alone goes to the dead
 *       letters</td></tr>
 *   <tr><td>{@link Retry}</td><td>the same items are delivered again, after a pause</td></tr>
 * </table>
 */
public sealed interface Outcome {
    /** The receiver has all of them for good. */
    static Outcome taken(Batch batch) {
        return new Taken(batch.size(), List.of());
    }

    /** The receiver has the first {@code count} for good. It has, or may have, none of the others. */
    static Outcome taken(int count) {
        return new Taken(count, List.of());
    }

    /** The receiver says that it will never take these items, or one of them, as they are. */
    static Outcome refused(String reason) {
        return new Refused(reason);
    }

    /** The receiver cannot take them now. The log chooses the pause: 1 s at first, 5 min at most. */
    static Outcome retry(String reason) {
        return new Retry(reason, Optional.empty(), false);
    }

    /**
     * The receiver cannot take them now and says when to try again. The log may choose a shorter pause if that is very
     * long.
     */
    static Outcome retryAfter(Duration pause, String reason) {
        return new Retry(reason, Optional.of(pause), false);
    }

    /**
     * A problem that the operator has to correct, such as a wrong secret or address. Tried again like {@link #retry}.
     */
    static Outcome misconfigured(String reason) {
        return new Retry(reason, Optional.empty(), true);
    }

    /**
     * The receiver has the first {@code count} items of the batch, except those that it rejected for good.
     *
     * @param count 1 to the size of the batch
     * @param rejected in ascending order, each within the first {@code count}
     */
    record Taken(int count, List<Rejection> rejected) implements Outcome {
        public Taken {
            rejected = List.copyOf(rejected);
            int most = count;
            if (count < 1 || rejected.stream().anyMatch(one -> one.index() >= most)) {
                throw new IllegalArgumentException("taken=" + count + " rejected=" + rejected);
            }
        }
    }

    /**
     * One item that the receiver will never take.
     *
     * @param index its place in the batch, starting at 0
     */
    record Rejection(int index, String reason) {
        public Rejection {
            if (index < 0) {
                throw new IllegalArgumentException("index=" + index);
            }
        }
    }

    /** See {@link Outcome#refused}. */
    record Refused(String reason) implements Outcome {}

    /** See {@link Outcome#retry}, {@link Outcome#retryAfter} and {@link Outcome#misconfigured}. */
    record Retry(String reason, Optional<Duration> after, boolean misconfigured) implements Outcome {}
}

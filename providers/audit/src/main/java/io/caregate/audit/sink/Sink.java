package io.caregate.audit.sink;

import java.util.Optional;
import org.keycloak.provider.Provider;

/**
 * An external receiver that the log is streamed to. The log's side of the contract:
 *
 * <ul>
 *   <li>One node at a time delivers to a sink, on one thread, one batch at a time. Only a node that was stopped for
 *       longer than its lease, and wakes up in the middle of {@link #deliver}, can still be delivering when another has
 *       begun.
 *   <li>Entries come strictly in the order of the log, without a gap, each at least once. An item that is delivered
 *       again has the same {@link Item#id()}. The same entries may come in batches of another size.
 *   <li>A checkpoint comes after the last entry that it covers. Of the checkpoints of a thousand entries that are ready
 *       to be delivered, only the newest is. When a batch comes again, it may be another one.
 *   <li>No database transaction and no connection is open while {@link #deliver} runs.
 *   <li>No item is too old: it is offered until it is taken or rejected.
 * </ul>
 *
 * <p>The sink's side: it returns or throws within {@value #DEADLINE_SECONDS} seconds, whatever the receiver does, and
 * soon after its thread is interrupted. It keeps nothing that matters in memory. It answers {@link Outcome.Taken} only
 * for items that the receiver, or a disk, has for good.
 */
public interface Sink extends Provider {
    /** The longest that {@link #deliver} may take, in seconds. */
    int DEADLINE_SECONDS = 30;

    /**
     * Delivers the items, in order. If a receiver cannot be reached, does not answer or is not well, the result is
     * {@link Outcome#retry}. An exception, errors included, means the same. See {@link Outcome} for the consequences.
     */
    Outcome deliver(Batch batch) throws Exception;

    /**
     * The last entry that the receiver itself shows, if it can show any. Asked before the first batch, so that a cursor
     * that was moved in the database can be corrected. An exception counts as an empty answer.
     */
    default Optional<Mark> last() throws Exception {
        return Optional.empty();
    }

    /** Releases connections and files. Called on the sink's thread when this node stops delivering to it. */
    @Override
    void close();
}

package io.caregate.audit.sink;

import java.util.Optional;
import org.keycloak.provider.Provider;

/**
 * Something outside that the log is streamed to. The log's side of the contract:
 *
 * <ul>
 *   <li>One node at a time delivers to a sink, on one thread, one batch at a time. Only a node that was stopped for
 *       longer than its lease, and wakes up in the middle of {@link #deliver}, can still be at it when another has
 *       begun.
 *   <li>Items come strictly in the order of the log, without a gap, each at least once. What is delivered again has the
 *       same {@link Item#id()}. The same items may come in batches of another size.
 *   <li>No database transaction and no connection is open while {@link #deliver} runs.
 *   <li>Nothing is too old: an item is offered until it is taken or rejected.
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
     * Hands the items over, in their order. A receiver that cannot be reached, does not answer or is not well is
     * {@link Outcome#retry}, and so is whatever is thrown, errors included. See {@link Outcome} for what follows.
     */
    Outcome deliver(Batch batch) throws Exception;

    /**
     * The last entry that the receiver itself shows to have, if it can show any; asked before the first batch. So a
     * cursor that somebody has moved in the database can be set right. Whatever is thrown counts as nothing.
     */
    default Optional<Mark> last() throws Exception {
        return Optional.empty();
    }

    /** Lets go of connections and files. Called on the sink's thread when this node stops to deliver for it. */
    @Override
    void close();
}

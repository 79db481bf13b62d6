package io.caregate.audit.witness;

import io.caregate.auditlog.tree.StoredCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the checkpoint to send. A busy log signs several in a second, and witnesses that each got the newest one at
 * their own moment would never cosign the same. Time is therefore cut into slots: all witnesses get the last checkpoint
 * of a slot that is over, whichever node sends it.
 */
final class Target {
    private Target() {}

    /** The checkpoint to send, of these, which are the newest ones first. */
    static Optional<StoredCheckpoint> of(List<StoredCheckpoint> newest, Pace pace, Instant now) {
        long current = pace.slot(now);
        // A clock that is ahead of this node's must not stop the sending for ever.
        return newest.stream()
                .filter(checkpoint ->
                        pace.slot(checkpoint.time()) < current || pace.slot(checkpoint.time()) > current + 1)
                .findFirst();
    }
}

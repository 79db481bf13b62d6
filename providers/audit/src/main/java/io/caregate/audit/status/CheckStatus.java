package io.caregate.audit.status;

import java.time.Instant;
import java.util.Optional;

/**
 * The progress of the check of the whole log.
 *
 * @param seq the last number that this round has checked
 * @param rounds the number of completed rounds
 * @param lastRound the time when the last one was completed
 */
public record CheckStatus(long seq, long rounds, Optional<Instant> lastRound) {
    /** Before the first round. */
    static final CheckStatus NONE = new CheckStatus(0, 0, Optional.empty());
}

package io.caregate.audit.status;

import java.time.Instant;
import java.util.Optional;

/**
 * How far the check of the whole log is.
 *
 * @param seq the number up to which this round has come
 * @param rounds how many rounds are over
 * @param lastRound when the last one was over
 */
public record CheckStatus(long seq, long rounds, Optional<Instant> lastRound) {
    /** Before the first round. */
    static final CheckStatus NONE = new CheckStatus(0, 0, Optional.empty());
}

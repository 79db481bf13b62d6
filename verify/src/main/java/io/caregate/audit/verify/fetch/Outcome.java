package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.Finding;
import java.util.List;

/**
 * What a run has found.
 *
 * @param line says it in one line
 * @param added the number of new entries
 * @param findings what is wrong, the first errors
 */
public record Outcome(State state, String line, long added, List<Finding> findings) {
    public Outcome {
        findings = List.copyOf(findings);
    }

    /** The state of the log. */
    public enum State {
        /** All that was fetched is proved, and new. */
        IN_ORDER,
        /** It is proved, but the newest checkpoint is old: the server does not seal, or shows an old state. */
        BEHIND,
        /** Something is wrong, now or in an earlier run whose evidence is still there. */
        WRONG
    }
}

package io.caregate.audit.verify;

import io.caregate.audit.verify.Checkpoints.Signed;
import io.caregate.audit.verify.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time when a file was made: as its reader knows it, if they do, and by the newest checkpoint in it. A server signs
 * one each minute, so the two are close together.
 */
record MadeAt(VerifyPolicy policy, Optional<Signed> newest) {
    private static final Duration AGE = Duration.ofMinutes(10);

    /** Whether the file need not know this checkpoint, since it was signed later. */
    boolean isTooLate(Signed checkpoint) {
        Instant said = policy.exportedAt();
        if (said == null) {
            return false;
        }
        Instant made = newest.map(Signed::time).filter(said::isBefore).orElse(said);
        return checkpoint.time().isAfter(made);
    }

    /** The error in the file's own time. */
    Optional<Finding> wrong() {
        Instant said = policy.exportedAt();
        if (said == null || newest.isEmpty()) {
            return Optional.empty();
        }
        Signed signed = newest.get();
        String name = "the newest checkpoint in the file, the " + signed.name() + ", was signed ";
        if (Duration.between(signed.time(), said).compareTo(AGE) > 0) {
            return Optional.of(Finding.of(
                    Kind.STALE,
                    name + "more than " + AGE.toMinutes() + " minutes before " + said
                            + ": the file is an older one, or the server had stopped sealing"));
        }
        if (Duration.between(said, signed.time()).compareTo(policy.timeTolerance()) > 0) {
            return Optional.of(Finding.of(Kind.TOO_NEW, name + "after " + said + ": the file was made later"));
        }
        return Optional.empty();
    }
}

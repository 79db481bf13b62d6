package io.caregate.audit.witness;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the witnesses have cosigned.
 *
 * @param needed whether the policy asks for any of them
 * @param size the size of the largest tree that the quorum has cosigned
 * @param time when the quorum for it was reached
 */
public record WitnessStatus(boolean needed, Optional<Long> size, Optional<Instant> time, List<Cosigned> witnesses) {
    public WitnessStatus {
        witnesses = List.copyOf(witnesses);
    }

    /**
     * The last cosignature of a witness.
     *
     * @param name its name in the policy
     */
    public record Cosigned(String name, String key, Optional<Long> size, Optional<Instant> time) {}
}

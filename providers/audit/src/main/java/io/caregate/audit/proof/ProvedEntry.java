package io.caregate.audit.proof;

import io.caregate.auditlog.tree.StoredCheckpoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry with all that is needed to prove that it is in the log, as it is stored.
 *
 * @param leaf its leaf hash in Base64
 * @param salt null for an erased entry, and where the entry is of another realm
 * @param payload null as the salt is
 * @param inclusion empty until a checkpoint covers the entry
 * @param disagreeing the parts that differ from what was sealed, as {@link io.caregate.audit.integrity.Verdict} has it
 */
public record ProvedEntry(
        long seq,
        @Nullable String leaf,
        @Nullable String salt,
        @Nullable String payload,
        Optional<Inclusion> inclusion,
        List<String> disagreeing) {
    public ProvedEntry {
        disagreeing = List.copyOf(disagreeing);
    }

    /** The proof that the entry is in the tree of this checkpoint (RFC 9162, section 2.1.3). */
    public record Inclusion(StoredCheckpoint checkpoint, List<byte[]> hashes) {
        public Inclusion {
            hashes = List.copyOf(hashes);
        }
    }
}

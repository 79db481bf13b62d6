package io.caregate.audit.proof;

import io.caregate.auditlog.tree.StoredCheckpoint;
import java.util.List;

/** The proof that the log of one checkpoint is the beginning of that of another (RFC 9162, section 2.1.4). */
public record ConsistencyProof(StoredCheckpoint older, StoredCheckpoint newer, List<byte[]> hashes) {
    public ConsistencyProof {
        hashes = List.copyOf(hashes);
    }
}

package io.caregate.audit.read;

import io.caregate.audit.proof.ConsistencyProof;
import io.caregate.audit.proof.ProofQuery;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for the proof between two checkpoints. The older one is named by its size, or is the note that the auditor
 * has kept: of the older ones, this log keeps only some.
 */
record ConsistencyRequest(Optional<StoredCheckpoint> kept, long from, Optional<Long> to) {
    private static final String FROM = "from";
    private static final String TO = "to";

    static ConsistencyRequest parse(Map<String, List<String>> given) throws BadParameterException {
        Parameters parameters = Parameters.of(given, List.of(FROM, TO));
        String from = parameters.all().get(FROM);
        if (from == null) {
            throw new BadParameterException(FROM, "is needed: the size of a checkpoint, or a kept checkpoint");
        }
        Optional<Long> to = parameters.number(TO);
        if (!from.contains("\n")) {
            return new ConsistencyRequest(
                    Optional.empty(), parameters.number(FROM).orElseThrow(), to);
        }
        try {
            Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(from).text());
            return new ConsistencyRequest(
                    Optional.of(new StoredCheckpoint(0, checkpoint.size(), Instant.EPOCH, from)),
                    checkpoint.size(),
                    to);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(
                    FROM, "is not a checkpoint: give it as it was fetched, with its line feeds");
        }
    }

    /** Empty if there are no such checkpoints, or if the newer one does not continue the kept one. */
    Optional<ConsistencyProof> find(StoredCheckpoints checkpoints, ProofQuery proofs) throws SQLException {
        Optional<StoredCheckpoint> newer = to.isPresent() ? checkpoints.ofSize(to.get()) : checkpoints.newest();
        if (newer.isEmpty() || from > newer.get().size()) {
            return Optional.empty();
        }
        return kept.isPresent()
                ? proofs.continuing(kept.get(), newer.get())
                : checkpoints.ofSize(from).map(older -> proofs.between(older, newer.get()));
    }
}

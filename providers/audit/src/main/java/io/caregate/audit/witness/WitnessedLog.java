package io.caregate.audit.witness;

import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.record.Tables;
import io.caregate.audit.witness.Cosignatures.Kept;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.TrustPolicy;
import io.caregate.auditlog.tree.TrustPolicy.Witness;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the witnesses of a policy have cosigned, by signatures that are verified each time. Thread-safe. */
public final class WitnessedLog {
    /** The cosignatures of each witness that are examined for a quorum. */
    private static final int LOOKED_AT = 60;

    private final TrustPolicy policy;
    private final Tables tables;
    private final Cosignatures cosignatures;

    /** Takes the policy and the location of the log. */
    public WitnessedLog(TrustPolicy policy, Tables tables) {
        this.policy = policy;
        this.tables = tables;
        this.cosignatures = new Cosignatures(tables, policy);
    }

    /** The checkpoint's note, followed by the cosignatures of its text that there are, in the order of the policy. */
    public String note(Connection connection, StoredCheckpoint checkpoint) throws SQLException {
        SignedNote note = SignedNote.parse(checkpoint.note());
        for (Witness witness : policy.witnesses()) {
            Optional<Kept> kept = cosignatures
                    .of(connection, witness, checkpoint.size())
                    .filter(found ->
                            found.note().text().equals(checkpoint.checkpoint().text()))
                    .filter(found -> found.by(witness).isPresent());
            if (kept.isPresent()) {
                for (SignedNote.Signature signature : kept.get().note().signatures()) {
                    note = witness.key().isOf(signature) ? note.with(signature) : note;
                }
            }
        }
        return note.toString();
    }

    /** The checkpoint of the largest tree that the quorum has cosigned, if the log still has it. */
    public Optional<StoredCheckpoint> newest(Connection connection) throws SQLException {
        StoredCheckpoints checkpoints = new StoredCheckpoints(connection, tables);
        if (isNobodyNeeded()) {
            return checkpoints.newest();
        }
        Optional<Quorum> reached = quorum(connection);
        return reached.isEmpty()
                ? Optional.empty()
                : checkpoints
                        .ofSize(reached.get().size())
                        .filter(StoredCheckpoints::isWhole)
                        .filter(found ->
                                found.checkpoint().text().equals(reached.get().text()));
    }

    /** The state of the witnesses, for auditors of every realm. */
    public WitnessStatus status(Connection connection) throws SQLException {
        List<WitnessStatus.Cosigned> each = new ArrayList<>();
        for (Witness witness : policy.witnesses()) {
            Optional<Kept> last = cosignatures.last(connection, witness);
            each.add(new WitnessStatus.Cosigned(
                    witness.name(),
                    witness.key().toString(),
                    last.map(kept -> kept.checkpoint().size()),
                    last.flatMap(kept -> kept.by(witness))));
        }
        Optional<Quorum> reached = isNobodyNeeded() ? Optional.empty() : quorum(connection);
        return new WitnessStatus(!isNobodyNeeded(), reached.map(Quorum::size), reached.map(Quorum::time), each);
    }

    private boolean isNobodyNeeded() {
        return policy.isReached(Set.of());
    }

    /** The largest tree that the quorum has cosigned, and the time at which it was reached. */
    private Optional<Quorum> quorum(Connection connection) throws SQLException {
        TreeMap<Long, Map<String, Map<Witness, Kept>>> bySize = new TreeMap<>(Comparator.reverseOrder());
        Set<Long> newest = cosignatures.newestSizes(connection);
        for (Witness witness : policy.witnesses()) {
            List<Kept> found = new ArrayList<>(cosignatures.newest(connection, witness, LOOKED_AT));
            // The last one of a witness that has been away for long may be what the quorum was reached with last.
            for (long size : newest) {
                cosignatures.of(connection, witness, size).ifPresent(found::add);
            }
            for (Kept kept : found) {
                bySize.computeIfAbsent(kept.checkpoint().size(), size -> new LinkedHashMap<>())
                        .computeIfAbsent(kept.note().text(), text -> new LinkedHashMap<>())
                        .put(witness, kept);
            }
        }
        for (Map.Entry<Long, Map<String, Map<Witness, Kept>>> size : bySize.entrySet()) {
            for (Map.Entry<String, Map<Witness, Kept>> text : size.getValue().entrySet()) {
                Optional<Instant> time = reached(text.getValue());
                if (time.isPresent()) {
                    return Optional.of(new Quorum(size.getKey(), text.getKey(), time.get()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> reached(Map<Witness, Kept> cosigned) {
        if (!policy.isReached(
                Set.copyOf(cosigned.keySet().stream().map(Witness::name).toList()))) {
            return Optional.empty();
        }
        Map<String, Instant> times = new LinkedHashMap<>();
        cosigned.forEach((witness, kept) -> kept.by(witness).ifPresent(time -> times.put(witness.name(), time)));
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, Instant> next :
                times.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList()) {
            names.add(next.getKey());
            if (policy.isReached(names)) {
                return Optional.of(next.getValue());
            }
        }
        return Optional.empty();
    }

    private record Quorum(long size, String text, Instant time) {}
}

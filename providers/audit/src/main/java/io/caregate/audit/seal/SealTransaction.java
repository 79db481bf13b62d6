package io.caregate.audit.seal;

import io.caregate.audit.lease.Lease;
import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.Tables;
import io.caregate.audit.seal.Leaves.Leaf;
import io.caregate.audit.seal.Rows.Waiting;
import io.caregate.auditlog.tree.TreeHasher;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves waiting entries from the inbox to the log: gives them numbers, adds them to the tree and signs the head, all in
 * one transaction that the caller commits. It begins with the fence of the lease and the lock of the head. Everything
 * that it writes follows from what it reads under them, so there is neither a gap nor a fork, wherever a node dies. A
 * node that is stopped in between loses its connection, and the locks with it: see {@link Transactions}.
 */
final class SealTransaction {
    private final Connection connection;
    private final Tables tables;
    private final Lease lease;
    private final Optional<CheckpointSigner> checkpointSigner;
    private final TreeHasher hasher = new TreeHasher();
    private final SecureRandom random;
    private final List<String> repairs = new ArrayList<>();
    private @Nullable String blocked;

    SealTransaction(
            Connection connection,
            Tables tables,
            Lease lease,
            Optional<CheckpointSigner> checkpointSigner,
            SecureRandom random) {
        this.connection = connection;
        this.tables = tables;
        this.lease = lease;
        this.checkpointSigner = checkpointSigner;
        this.random = random;
    }

    /**
     * Seals up to {@code most} entries after the head that this node has left, if there is one. Nothing is committed
     * yet.
     */
    Outcome run(int most, @Nullable Head left) throws SQLException, LeaseLostException {
        Transactions.prepare(connection);
        lease.fence(connection);
        repairs.clear();
        blocked = null;
        Heads heads = new Heads(
                connection,
                tables,
                hasher,
                checkpointSigner.map(CheckpointSigner::key),
                checkpointSigner.filter(CheckpointSigner::isShared).isPresent());
        Head before = heads.find(left);
        heads.repair().ifPresent(repairs::add);
        Leaves leaves = new Leaves(hasher, random, before.tree(hasher));
        boolean full =
                before.treeSize() < before.lastSeq() ? hashNumbered(leaves, before, most) : sealWaiting(leaves, most);
        Head after = Head.of(Math.max(before.lastSeq(), leaves.tree().size()), leaves.tree());
        if (!after.equals(before)) {
            if (leaves.store(connection, tables) > 0) {
                repairs.add("CAREGATE_AUDIT_TREE had rows behind the end of the log, which are replaced");
            }
            after.write(connection, tables);
        }
        if (checkpointSigner.isPresent()) {
            checkpointSigner.get().sign(connection, leaves.tree()).ifPresent(repairs::add);
        }
        return new Outcome(before, after, full, repairs, Optional.ofNullable(blocked));
    }

    private boolean hashNumbered(Leaves leaves, Head head, int most) throws SQLException {
        Rows rows = new Rows(connection, tables);
        int missing = (int) Math.min(most, head.lastSeq() - head.treeSize());
        List<Leaf> hashed = new ArrayList<>();
        for (String payload : rows.numbered(head.treeSize() + 1, missing)) {
            hashed.add(leaves.append(payload));
        }
        Rows.demand(missing, hashed.size());
        rows.hash(hashed);
        return true;
    }

    private boolean sealWaiting(Leaves leaves, int most) throws SQLException {
        Rows rows = new Rows(connection, tables);
        // Rows that cannot be sealed must not keep those behind them waiting.
        List<Waiting> waiting = new ArrayList<>();
        List<Waiting> page = rows.waiting(null, most);
        take(page, waiting);
        while (page.size() == most && waiting.size() < most) {
            page = rows.waiting(page.get(most - 1).id(), most);
            take(page, waiting);
        }
        Map<String, Leaf> sealed = new LinkedHashMap<>();
        List<Waiting> done = new ArrayList<>();
        for (Waiting row : waiting) {
            if (!row.sealed()) {
                sealed.put(row.id(), leaves.append(payload(rows, row)));
            }
            done.add(row);
        }
        if (!sealed.isEmpty()) {
            rows.seal(sealed);
        }
        if (!done.isEmpty()) {
            rows.delete(done);
        }
        return page.size() == most;
    }

    private void take(List<Waiting> page, List<Waiting> waiting) {
        for (Waiting row : page) {
            if (row.taken() > 0) {
                block(row);
            } else {
                waiting.add(row);
            }
        }
    }

    private void block(Waiting row) {
        if (blocked == null) {
            blocked = "CAREGATE_AUDIT_INBOX ID=" + row.id() + " cannot be sealed: CAREGATE_AUDIT_LOG SEQ=" + row.taken()
                    + " has its id and is another entry; give that row its own id back, or delete the one in the inbox";
        }
    }

    private String payload(Rows rows, Waiting row) throws SQLException {
        String payload = row.payload();
        if (payload != null) {
            return payload;
        }
        repairs.add("CAREGATE_AUDIT_INBOX ID=" + row.id()
                + " had a payload that is longer than any that is captured; it is sealed without it");
        return rows.withoutContent(row.id());
    }

    /**
     * The head that was found and the one that was left, whether more entries may wait, and the faults in the tables.
     *
     * @param blocked why a row is left in the inbox, the first one's reason; empty if none is
     */
    record Outcome(Head before, Head after, boolean full, List<String> repairs, Optional<String> blocked) {
        Outcome {
            repairs = List.copyOf(repairs);
        }
    }
}

package io.caregate.audit.seal;

import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.lease.Lease;
import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.thread.DaemonThread;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Seals on this node while it holds the lease {@value #LEASE}: soon after entries were captured here, and twice a
 * second for those of other nodes. A node without the lease checks every other second whether it is free. A connection
 * is borrowed for each round and returned, so none is kept from the logins.
 */
public final class Sealer implements AutoCloseable {
    /** The name of the lease, and of the job. */
    public static final String LEASE = "seal";
    /** The time for which a silent holder keeps the lease. */
    static final Duration TERM = Duration.ofSeconds(10);

    private static final ServerLog LOG = ServerLog.of(Sealer.class);
    private static final int BATCH = 1000;
    /** The most faults that are logged at a time. */
    private static final int MOST_SAID = 20;
    /** Entries that arrive this close to each other are sealed by one transaction. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final Duration HOLDER_IDLE = Duration.ofMillis(500);
    private static final Duration STANDBY_IDLE = Duration.ofSeconds(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Transactions transactions;
    private final Tables tables;
    private final Lease lease;
    private final Optional<CheckpointSigner> checkpointSigner;
    private final Signing signing;
    private final String node;
    private Optional<KeyRegister> register;
    /** The name under which this node signs, until it is kept. */
    private Optional<String> unkept = Optional.empty();

    private final CheckpointThinning thinning;
    private final Runnable afterCommit;
    private final JobBoard board;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore work = new Semaphore(0);
    private final Semaphore stop = new Semaphore(0);
    private final Thread thread = DaemonThread.of("caregate-audit-sealer", this::run);
    private @Nullable Head known;
    private long fencedAt;
    private boolean failing;
    /** Why an entry is left in the inbox, while others are sealed. */
    private Optional<String> blocked = Optional.empty();

    private String reported = "";
    private List<String> repairs = List.of();

    /** Takes the location of the log, the signer of its checkpoints if there is one, and the name of this node. */
    public Sealer(Connections connections, Tables tables, Optional<NoteSigner> signer, String node) {
        this(connections, tables, signer, node, () -> {});
    }

    /** {@code afterCommit} is called on the sealer's thread whenever the log has grown. It must not block. */
    public Sealer(
            Connections connections, Tables tables, Optional<NoteSigner> signer, String node, Runnable afterCommit) {
        this(connections, tables, signer, node, new JobBoard(tables, node), afterCommit);
    }

    /** The same, with the board on which the sealer reports its state. */
    public Sealer(
            Connections connections,
            Tables tables,
            Optional<NoteSigner> signer,
            String node,
            JobBoard board,
            Runnable afterCommit) {
        this(connections, tables, Signing.with(signer), node, board, afterCommit);
    }

    /** The same, with what was decided about the key. */
    public Sealer(
            Connections connections,
            Tables tables,
            Signing signing,
            String node,
            JobBoard board,
            Runnable afterCommit) {
        this.board = board;
        this.transactions = new Transactions(connections);
        this.tables = tables;
        this.lease = new Lease(tables, LEASE, node, TERM);
        this.checkpointSigner = signing.signer()
                .map(by -> new CheckpointSigner(by, signing.isShared(), InstantSource.system(), tables));
        this.signing = signing;
        this.node = node;
        this.register = register(signing);
        this.thinning = new CheckpointThinning(tables, InstantSource.system());
        this.afterCommit = afterCommit;
    }

    /** Signs under this name from now on. Call it before {@link #start}. */
    public void sign(String origin) {
        checkpointSigner.ifPresent(signer -> signer.sign(origin));
        register = register(signing.named(origin));
        unkept = Optional.of(origin);
    }

    private Optional<KeyRegister> register(Signing named) {
        return named.key().map(key -> new KeyRegister(tables, key, node, !named.isShared()));
    }

    /** Starts sealing. The tables must exist. */
    public void start() {
        thread.start();
    }

    /** Says that there are entries to seal. Returns at once. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    @Override
    public void close() {
        stop.release();
        wake();
        try {
            thread.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean stopping;
            do {
                round();
                boolean woken = work.tryAcquire(idle().toMillis(), TimeUnit.MILLISECONDS);
                stopping = stop.tryAcquire(woken ? GATHER.toMillis() : 0, TimeUnit.MILLISECONDS);
                work.drainPermits();
            } while (!stopping);
        } catch (InterruptedException e) {
            LOG.debugf("the sealer is asked to stop");
        }
        if (lease.isHeld()) {
            inConnection(lease::release);
        }
    }

    /** A checkpoint that is still due was not made, for whatever reason: that is not tried without a rest. */
    private Duration idle() {
        if (!lease.isHeld()) {
            return STANDBY_IDLE;
        }
        Duration left = checkpointSigner.map(CheckpointSigner::untilDue).orElse(HOLDER_IDLE);
        return left.isZero() || left.compareTo(HOLDER_IDLE) > 0 ? HOLDER_IDLE : left;
    }

    private void round() {
        blocked = Optional.empty();
        inConnection(connection -> {
            if (lease.isHeld() ? hasWork(connection) : take(connection)) {
                sealAll(connection);
            }
            if (lease.isHeld()) {
                thin(connection);
            }
            keepName();
            register(connection);
        });
    }

    /** Once this node has signed under the name. */
    private void keepName() {
        if (unkept.isPresent()
                && checkpointSigner.flatMap(CheckpointSigner::firstSigned).isPresent()) {
            signing.originFile().ifPresent(file -> file.keep(unkept.get()));
            unkept = Optional.empty();
        }
    }

    /** Sealing works without it: the keys are there for auditors to look up. */
    private void register(Connection connection) throws SQLException {
        Optional<Instant> used = checkpointSigner.flatMap(CheckpointSigner::firstSigned);
        if (register.isEmpty() || !register.get().isDue(used)) {
            return;
        }
        connection.commit();
        try {
            Transactions.prepare(connection);
            register.get().run(connection, used);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(e, "CAREGATE_AUDIT_SIGNING_KEY does not take this node's public key; it is tried again");
            connection.rollback();
        }
    }

    /** Sealing works without it. */
    private void thin(Connection connection) throws SQLException, LeaseLostException {
        try {
            thinning.run(connection, lease);
        } catch (SQLException e) {
            LOG.warnf(e, "checkpoints that are no longer needed cannot be deleted; it is tried again");
            connection.rollback();
        }
    }

    /** Without new entries, the log costs a look, and a commit only to keep the lease or to sign a checkpoint. */
    private boolean hasWork(Connection connection) throws SQLException {
        boolean due = failing
                || System.nanoTime() - fencedAt > TERM.toNanos() / 3
                || checkpointSigner.filter(signer -> signer.untilDue().isZero()).isPresent()
                || new Rows(connection, tables).anyWaiting();
        connection.commit();
        return due;
    }

    private boolean take(Connection connection) throws SQLException {
        boolean taken = lease.take(connection);
        if (taken) {
            known = null;
            thinning.restart();
            LOG.infof("this node seals the audit log lease=%s epoch=%d", LEASE, lease.epoch());
            lease.repair().ifPresent(repair -> repaired(List.of(repair)));
        }
        return taken;
    }

    private void sealAll(Connection connection) throws SQLException, LeaseLostException {
        SealTransaction transaction = new SealTransaction(connection, tables, lease, checkpointSigner, random);
        SealTransaction.Outcome outcome;
        do {
            outcome = transaction.run(BATCH, known);
            connection.commit();
            fencedAt = System.nanoTime();
            repaired(outcome.repairs());
            blocked = blocked.or(outcome::blocked);
            compare(outcome.before());
            known = outcome.after();
            if (!outcome.after().equals(outcome.before())) {
                afterCommit.run();
            }
        } while (outcome.full() && stop.availablePermits() == 0);
    }

    /**
     * While a node holds the lease, no other node moves the tree. A difference must not stop the sealing: checkpoints
     * reveal it.
     */
    private void compare(Head found) {
        Head left = known;
        if (left != null && !found.goesOnFrom(left)) {
            LOG.errorf(
                    "the audit log was set back or changed behind its sealer: left seq=%d size=%d, found seq=%d"
                            + " size=%d;"
                            + " verify it against checkpoints kept elsewhere",
                    left.lastSeq(), left.treeSize(), found.lastSeq(), found.treeSize());
        }
    }

    /** Logged once, until another fault occurs. */
    private void repaired(List<String> found) {
        if (!found.equals(repairs)) {
            found.stream().limit(MOST_SAID).forEach(repair -> {
                LOG.errorf("job=%s: %s", LEASE, repair);
                board.repaired(LEASE, repair);
            });
        }
        repairs = found;
    }

    private void inConnection(Work what) {
        try {
            transactions.run(connection -> {
                what.run(connection);
                return true;
            });
            failing = false;
            blocked.filter(problem -> !problem.equals(reported))
                    .ifPresent(problem -> LOG.errorf("job=%s: %s", LEASE, problem));
            reported = blocked.orElse("");
            if (lease.isHeld()) {
                blocked.ifPresentOrElse(problem -> board.failed(LEASE, problem), () -> board.done(LEASE));
            }
        } catch (LeaseLostException e) {
            failing = false;
            LOG.warnf("this node was held up and another one seals now: %s", e.getMessage());
        } catch (DamagedTableException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(reported)) {
                LOG.errorf("nothing can be sealed for now; captured entries wait in the inbox: %s", problem);
            }
            reported = problem;
            failing = true;
            known = null;
            board.failed(LEASE, problem);
        } catch (SQLException | RuntimeException | Error e) {
            known = null;
            board.failed(
                    LEASE, e instanceof SQLException ? "the database fails" : "the job fails, see the server's log");
            // An error too, such as a missing class after the JAR was replaced: sealing is tried again.
            if (!failing) {
                LOG.warnf(e, "nothing can be sealed for now; captured entries wait in the inbox");
            }
            failing = true;
        }
    }

    private interface Work {
        void run(Connection connection) throws SQLException, LeaseLostException;
    }
}

package io.caregate.audit.witness;

import io.caregate.audit.deliver.Backoff;
import io.caregate.audit.deliver.HeldLease;
import io.caregate.audit.deliver.Worker;
import io.caregate.audit.http.Endpoint;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.TrustPolicy;
import io.caregate.auditlog.tree.TrustPolicy.Witness;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has the log's checkpoints cosigned: a thread for each witness, so that none waits for another, and one that watches
 * the quorum. Nothing waits for them.
 */
public final class Witnesses implements AutoCloseable {
    private final List<Worker> workers = new ArrayList<>();
    private final QuorumWatch watch;
    private final WitnessedLog log;

    /**
     * Takes the policy, each of whose witnesses has an address.
     *
     * @param alarm how old the newest witnessed checkpoint may become before that is logged
     * @param board where the jobs report their state
     */
    public Witnesses(
            TrustPolicy policy, Duration alarm, Connections connections, Tables tables, JobBoard board, String node) {
        this(policy, alarm, Pace.USUAL, connections, tables, board, node);
    }

    /** The same at another pace. */
    Witnesses(
            TrustPolicy policy,
            Duration alarm,
            Pace pace,
            Connections connections,
            Tables tables,
            JobBoard board,
            String node) {
        Transactions transactions = new Transactions(connections);
        InstantSource clock = InstantSource.system();
        for (Witness witness : policy.witnesses()) {
            String name = WitnessJob.PREFIX + witness.name();
            WitnessClient client = new WitnessClient(
                    witness, witness.url().flatMap(Endpoint::url).orElseThrow(), pace.deadline());
            WitnessJob job = new WitnessJob(
                    witness,
                    client,
                    transactions,
                    tables,
                    new Cosignatures(tables, policy),
                    new HeldLease(transactions, tables, name, node, board),
                    pace,
                    new Backoff(new SecureRandom()),
                    clock);
            workers.add(new Worker("caregate-audit-" + name, job));
        }
        log = new WitnessedLog(policy, tables);
        watch = new QuorumWatch(log, connections, alarm, clock);
        workers.add(new Worker("caregate-audit-quorum", watch));
    }

    /** The names of the jobs that one of the nodes has to do. */
    public static Set<String> jobs(TrustPolicy policy) {
        return policy.witnesses().stream()
                .map(witness -> WitnessJob.PREFIX + witness.name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What they have cosigned. */
    public WitnessedLog log() {
        return log;
    }

    /** Starts to send. The tables must exist. */
    public void start() {
        watch.register();
        workers.forEach(Worker::start);
    }

    @Override
    public void close() {
        workers.forEach(Worker::stop);
        workers.forEach(Worker::close);
    }
}

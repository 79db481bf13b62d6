package io.caregate.audit.deliver;

import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Journal;
import io.caregate.audit.record.Tables;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * All deliveries of this node: a thread for each sink that is wanted. Logins know nothing of them. That it is stopped
 * cleanly only saves the next node the wait for a lease.
 */
public final class Deliveries implements AutoCloseable {
    private final List<Worker> workers = new ArrayList<>();

    /** {@code afterDeadLetter} is called when an entry was added to the log; it must not block. */
    public Deliveries(
            List<Opener> sinks, Connections connections, Tables tables, Journal journal, Runnable afterDeadLetter) {
        Transactions transactions = new Transactions(connections);
        InstantSource clock = InstantSource.system();
        for (Opener sink : sinks) {
            String name = SinkCursor.PREFIX + sink.id();
            SinkJob job = new SinkJob(
                    sink,
                    transactions,
                    tables,
                    new Tenure(transactions, tables, name, journal.node()),
                    new SinkCursor(tables, name, clock),
                    new DeadLetters(tables, journal, sink.id(), clock),
                    afterDeadLetter,
                    new Backoff(new SecureRandom()));
            workers.add(new Worker("caregate-audit-" + name, job));
        }
    }

    /** Starts to deliver; the tables exist. */
    public void start() {
        workers.forEach(Worker::start);
    }

    /** Says that the log has grown; returns at once. */
    public void wake() {
        workers.forEach(Worker::wake);
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}

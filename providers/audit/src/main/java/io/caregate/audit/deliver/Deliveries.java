package io.caregate.audit.deliver;

import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Journal;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Start;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All deliveries of this node: a thread for each sink that is wanted, and one that erases what need not be kept. Logins know nothing of them. That it is stopped
 * cleanly only saves the next node the wait for a lease.
 */
public final class Deliveries implements AutoCloseable {
    private final List<Worker> workers = new ArrayList<>();

    /** {@code afterDeadLetter} is called when an entry was added to the log; it must not block. */
    public Deliveries(
            List<Opener> sinks,
            RetentionOptions retention,
            Connections connections,
            Tables tables,
            Journal journal,
            Runnable afterDeadLetter) {
        Transactions transactions = new Transactions(connections);
        InstantSource clock = InstantSource.system();
        Map<SinkCursor, Start> cursors = new HashMap<>();
        for (Opener sink : sinks) {
            String name = SinkCursor.PREFIX + sink.id();
            SinkCursor cursor = new SinkCursor(tables, name, clock);
            cursors.put(cursor, sink.settings().start());
            SinkJob job = new SinkJob(
                    sink,
                    transactions,
                    tables,
                    new Tenure(transactions, tables, name, journal.node()),
                    cursor,
                    new DeadLetters(tables, journal, sink.id(), clock),
                    afterDeadLetter,
                    new Backoff(new SecureRandom()));
            workers.add(new Worker("caregate-audit-" + name, job));
        }
        RetentionJob job = new RetentionJob(
                transactions,
                tables,
                new Tenure(transactions, tables, Erasure.NAME, journal.node()),
                new SinkCursor(tables, Erasure.NAME, clock),
                cursors,
                retention.retain().map(age -> new Erasure(tables, age, clock)),
                retention.forgotten());
        workers.add(new Worker("caregate-audit-retention", job));
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
        // All at once, so that a server with several sinks that hang does not wait for one after the other.
        workers.forEach(Worker::stop);
        workers.forEach(Worker::close);
    }
}

package io.caregate.audit.deliver;

import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Start;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All deliveries of this node: a thread for each wanted sink, one that erases expired entries, and one that checks the
 * whole log. Logins do not depend on them. A clean stop only saves the next node the wait for a lease.
 */
public final class Deliveries implements AutoCloseable {
    private final List<Worker> workers = new ArrayList<>();
    private final List<SinkJob> sinkJobs = new ArrayList<>();

    /** {@code afterEntry} is called when an entry was added to the log. It must not block. */
    public Deliveries(
            List<SinkHandle> sinks,
            RetentionOptions retention,
            Connections connections,
            Tables tables,
            EntryAppender appender,
            Runnable afterEntry) {
        this(sinks, retention, Upkeep.of(tables, appender.node()), connections, tables, appender, afterEntry);
    }

    /** The same, with the objects that the node's packages share. */
    public Deliveries(
            List<SinkHandle> sinks,
            RetentionOptions retention,
            Upkeep upkeep,
            Connections connections,
            Tables tables,
            EntryAppender appender,
            Runnable afterEntry) {
        Transactions transactions = new Transactions(connections);
        InstantSource clock = InstantSource.system();
        CursorProof proof = new CursorProof(tables, upkeep.secret());
        CursorJudge judge = new CursorJudge(tables, proof);
        Map<SinkCursor, Start> cursors = new HashMap<>();
        for (SinkHandle sink : sinks) {
            String name = SinkCursor.PREFIX + sink.id();
            SinkCursor cursor = new SinkCursor(tables, name, clock, proof);
            cursors.put(cursor, sink.settings().start());
            SinkJob job = new SinkJob(
                    sink,
                    transactions,
                    tables,
                    new HeldLease(transactions, tables, name, appender.node(), upkeep.board()),
                    cursor,
                    judge,
                    upkeep.suspects(),
                    new DeadLetters(tables, appender, sink.id(), clock),
                    afterEntry,
                    new Backoff(new SecureRandom()));
            sinkJobs.add(job);
            workers.add(new Worker("caregate-audit-" + name, job));
        }
        Set<String> wanted = cursors.keySet().stream().map(SinkCursor::name).collect(Collectors.toSet());
        SinkCursor erased = new SinkCursor(tables, Erasure.NAME, clock, proof);
        RetentionJob retentionJob = new RetentionJob(
                transactions,
                tables,
                new HeldLease(transactions, tables, Erasure.NAME, appender.node(), upkeep.board()),
                erased,
                judge,
                cursors,
                retention
                        .retain()
                        .map(age -> new Erasure(tables, age, clock, new Delivered(tables, proof, wanted), erased)),
                retention.forgotten());
        workers.add(new Worker("caregate-audit-retention", retentionJob));
        CheckJob check = new CheckJob(
                transactions,
                tables,
                new HeldLease(transactions, tables, CheckJob.NAME, appender.node(), upkeep.board()),
                new SinkCursor(tables, CheckJob.NAME, clock, proof),
                proof,
                upkeep.suspects(),
                appender,
                clock,
                afterEntry,
                upkeep.betweenChecks());
        workers.add(new Worker("caregate-audit-check", check));
    }

    /** The names of the jobs that one of the nodes has to do, given this node's options. */
    public static Set<String> jobs(List<SinkHandle> sinks, RetentionOptions retention) {
        Set<String> jobs =
                sinks.stream().map(sink -> SinkCursor.PREFIX + sink.id()).collect(Collectors.toSet());
        jobs.add(CheckJob.NAME);
        if (retention.retain().isPresent()) {
            jobs.add(Erasure.NAME);
        }
        return Set.copyOf(jobs);
    }

    /** Starts to deliver entries of the log with this name. The tables must exist. */
    public void start(String origin) {
        sinkJobs.forEach(job -> job.ofLog(origin));
        workers.forEach(Worker::start);
    }

    /** Says that the log has grown. Returns at once. */
    public void wake() {
        workers.forEach(Worker::wake);
    }

    @Override
    public void close() {
        // All at once, so that a server with several hanging sinks does not wait for one after the other.
        workers.forEach(Worker::stop);
        workers.forEach(Worker::close);
    }
}

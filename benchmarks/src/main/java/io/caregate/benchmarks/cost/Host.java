package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.load.Load;
import io.caregate.benchmarks.load.Operation;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One server of a contender, with its database, its realms, and the probe that reads from it. */
final class Host implements AutoCloseable {
    /** On a disk with other users, a new schema may take minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Pattern STARTED = Pattern.compile(" started in ([0-9.]+)s");

    private final Settings settings;
    private final Subject subject;
    private final String database;
    private final KeycloakServer server;
    private final Probe probe;
    private final BenchmarkRealm realm;
    private final Duration ready;
    private final Duration processorTime;

    /**
     * Starts a server twice: the first start fills the database, the second is measured. A quick run has only one
     * start.
     */
    Host(Settings settings, Cluster cluster, Subject subject, String receiver)
            throws IOException, InterruptedException {
        this.settings = settings;
        this.subject = subject;
        this.database = "benchmark_" + subject.name().toLowerCase(Locale.ROOT);
        cluster.create(database);
        if (!settings.quick()) {
            builder(cluster).start().close();
        }
        server = builder(cluster).start();
        ready = startTime(server.log());
        boolean complete = false;
        try {
            probe = new Probe(server.pid(), database);
            processorTime = Duration.ofNanos(probe.read().processNanos());
            realm = BenchmarkRealm.create(server.url(), settings.admin(), "clinic", subject, receiver);
            complete = true;
        } finally {
            if (!complete) {
                server.close();
            }
        }
    }

    // By Keycloak's own measurement: from the beginning of its process.
    private static Duration startTime(String log) {
        Matcher told = STARTED.matcher(log);
        if (!told.find()) {
            throw new IllegalStateException("Keycloak does not say how long it took to start");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(told.group(1)) * 1000));
    }

    private ServerBuilder builder(Cluster cluster) {
        ServerBuilder builder = subject.in(KeycloakServer.in(settings.server()), settings.server());
        settings.jvmOptions(subject).forEach(builder::jvmOption);
        return builder.admin(settings.admin())
                .optimizingCompiler()
                .timeout(PATIENCE)
                .postgres(cluster.jdbcUrl(database), Cluster.USER, cluster.password());
    }

    Subject subject() {
        return subject;
    }

    BenchmarkRealm realm() {
        return realm;
    }

    String database() {
        return database;
    }

    void warmUp(Operation.Opener opener) throws IOException, InterruptedException {
        new Load(server.url(), settings.clients(), settings.warmup(), 0).run(opener);
    }

    Sample measure(Subject challenger, String scenario, int round, Operation.Opener opener)
            throws IOException, InterruptedException {
        Reading[] readings = new Reading[2];
        var latencies = new Load(server.url(), settings.clients(), settings.slice(), 0).run(opener, new Load.Watch() {
            @Override
            public void begins() throws IOException {
                readings[0] = probe.read();
            }

            @Override
            public void ends() throws IOException {
                readings[1] = probe.read();
            }
        });
        return new Sample(challenger, scenario, subject, round, latencies, readings[1].since(readings[0]));
    }

    Footprint footprint(Subject challenger) throws IOException {
        return new Footprint(
                challenger, subject, ready, processorTime, probe.liveHeap(), subject.jarBytes(settings.server()));
    }

    GuardTimes guardTimes() throws IOException, InterruptedException {
        return GuardTimes.at(server.managementUrl());
    }

    @Override
    public void close() throws IOException {
        try {
            probe.close();
        } finally {
            server.close();
        }
    }
}

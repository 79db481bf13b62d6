package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.load.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A contender and stock Keycloak, both running from the beginning to the end. One at a time has load: A B B A. Other
 * activity on the machine affects both. Each case is warmed up on both before.
 */
final class PairedRun implements AutoCloseable {
    private final Settings settings;
    private final Subject challenger;
    private final Results results;
    private final List<Host> hosts = new ArrayList<>();

    PairedRun(Settings settings, Cluster cluster, Subject challenger, String receiver, Results results)
            throws IOException, InterruptedException {
        this.settings = settings;
        this.challenger = challenger;
        this.results = results;
        boolean complete = false;
        try {
            if (!Settings.isOn("alone") && challenger != Subject.STOCK) {
                hosts.add(new Host(settings, cluster, Subject.STOCK, receiver));
            }
            hosts.add(new Host(settings, cluster, challenger, receiver));
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    List<Host> hosts() {
        return List.copyOf(hosts);
    }

    /** Measures one scenario on both servers in turn. */
    void run(String scenario, Function<Host, Operation.Opener> operation) throws IOException, InterruptedException {
        for (Host host : hosts) {
            host.warmUp(operation.apply(host));
        }
        List<Host> order = new ArrayList<>(hosts);
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Host host : order) {
                Sample sample = host.measure(challenger, scenario, round, operation.apply(host));
                results.add(sample);
                System.out.printf(
                        Locale.ROOT,
                        "%s, round %d, %s: %s cpu=%.0f µs allocated=%.1f kB database=%.0f µs%n",
                        scenario,
                        round,
                        host.subject().title(),
                        sample.latencies(),
                        sample.of(Sample.Figure.CPU),
                        sample.of(Sample.Figure.ALLOCATED),
                        sample.of(Sample.Figure.DATABASE_CPU));
            }
            Collections.reverse(order);
        }
    }

    /** Start, memory and size of both. */
    void measureFootprints() throws IOException {
        for (Host host : hosts) {
            Footprint footprint = host.footprint(challenger);
            results.add(footprint);
            System.out.println(footprint);
        }
    }

    /** The times of the guards on each server that has them. */
    List<Table> guardTimes() throws IOException, InterruptedException {
        List<Table> tables = new ArrayList<>();
        for (Host host : hosts) {
            GuardTimes times = host.guardTimes();
            if (!times.isEmpty()) {
                tables.add(times.table(host.subject().title()));
            }
        }
        return tables;
    }

    @Override
    public void close() throws IOException {
        for (Host host : hosts) {
            host.close();
        }
    }
}

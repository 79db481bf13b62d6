package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.load.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A contender and stock Keycloak, both running from the beginning to the end, of which one has load at a time: A B B A.
 * What else goes on on the machine hits both. Each case is warmed up on both before.
 */
final class Duel implements AutoCloseable {
    private final Settings settings;
    private final Contender challenger;
    private final Results results;
    private final List<Arena> arenas = new ArrayList<>();

    Duel(Settings settings, Cluster cluster, Contender challenger, String receiver, Results results)
            throws IOException, InterruptedException {
        this.settings = settings;
        this.challenger = challenger;
        this.results = results;
        boolean complete = false;
        try {
            if (!Settings.isOn("alone") && challenger != Contender.STOCK) {
                arenas.add(new Arena(settings, cluster, Contender.STOCK, receiver));
            }
            arenas.add(new Arena(settings, cluster, challenger, receiver));
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    List<Arena> arenas() {
        return List.copyOf(arenas);
    }

    /** Measures one scenario on both servers in turn. */
    void run(String scenario, Function<Arena, Operation.Opener> operation) throws IOException, InterruptedException {
        for (Arena arena : arenas) {
            arena.warmUp(operation.apply(arena));
        }
        List<Arena> order = new ArrayList<>(arenas);
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Arena arena : order) {
                Sample sample = arena.measure(challenger, scenario, round, operation.apply(arena));
                results.add(sample);
                System.out.printf(
                        Locale.ROOT,
                        "%s, round %d, %s: %s cpu=%.0f µs allocated=%.1f kB database=%.0f µs%n",
                        scenario,
                        round,
                        arena.contender().title(),
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
        for (Arena arena : arenas) {
            Footprint footprint = arena.footprint(challenger);
            results.add(footprint);
            System.out.println(footprint);
        }
    }

    /** How long guards took on each server that has them. */
    List<Table> guardTimes() throws IOException, InterruptedException {
        List<Table> tables = new ArrayList<>();
        for (Arena arena : arenas) {
            GuardTimes times = arena.guardTimes();
            if (!times.isEmpty()) {
                tables.add(times.table(arena.contender().title()));
            }
        }
        return tables;
    }

    @Override
    public void close() throws IOException {
        for (Arena arena : arenas) {
            arena.close();
        }
    }
}

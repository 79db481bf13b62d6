package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.load.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The measurements in which something grows: a client, a user, a realm, the audit log. */
final class Scales {
    private final Settings settings;
    private final Cluster cluster;
    private final Duel duel;
    private final Contender contender;
    private final List<Scale> scales = new ArrayList<>();

    Scales(Settings settings, Cluster cluster, Duel duel, Contender contender) {
        this.settings = settings;
        this.cluster = cluster;
        this.duel = duel;
        this.contender = contender;
    }

    List<Scale> run() throws IOException, InterruptedException {
        for (int count : BenchmarkRealm.REDIRECT_URIS) {
            measure(
                    "redirect-uris",
                    count,
                    arena -> connection -> Operations.loginPage(arena.realm(), connection, count));
        }
        add(
                "redirect-uris",
                "authorization request of a client with so many redirect URIs",
                BenchmarkRealm.REDIRECT_URIS);
        for (int count : BenchmarkRealm.ROLES) {
            measure(
                    "roles",
                    count,
                    arena -> connection -> Operations.token(arena.realm(), connection, "worker-" + count));
        }
        add("roles", "API token of a subject with so many roles", BenchmarkRealm.ROLES);
        duel.run(
                "role-by-nested-group",
                arena -> connection -> Operations.token(arena.realm(), connection, "worker-group"));
        realms();
        logs();
        return scales;
    }

    private void realms() throws IOException, InterruptedException {
        int before = 0;
        for (int size : settings.realmSizes()) {
            for (Arena arena : duel.arenas()) {
                cluster.sql(arena.database(), Filling.clients(arena.realm().name(), before, size));
            }
            before = size;
            measure("clients", size, arena -> connection -> Operations.token(arena.realm(), connection, "worker"));
            measure("clients-page", size, arena -> connection -> Operations.loginPage(arena.realm(), connection, 1));
        }
        add("clients", "API token in a realm with so many clients", settings.realmSizes());
        add("clients-page", "authorization request in a realm with so many clients", settings.realmSizes());
    }

    private void logs() throws IOException, InterruptedException {
        long before = 0;
        for (int size : settings.logSizes()) {
            if (size > before) {
                for (Arena arena : duel.arenas()) {
                    if (arena.contender() != Contender.STOCK) {
                        cluster.sql(arena.database(), Filling.log(before, size));
                    }
                }
                before = size;
            }
            measure(
                    "log",
                    size,
                    arena -> connection ->
                            Operations.failedLogin(arena.realm().cheap(), connection, BenchmarkRealm.USER));
        }
        add("log", "failed login with so many entries in the log", settings.logSizes());
    }

    private void measure(String id, int size, Function<Arena, Operation.Opener> operation)
            throws IOException, InterruptedException {
        duel.run(Scale.scenario(id, size), operation);
    }

    private void add(String id, String title, List<Integer> sizes) {
        scales.add(new Scale(id, title, sizes, contender));
    }
}

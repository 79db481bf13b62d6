package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.load.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The measurements of growth: of a client, a user, a realm, the audit log. */
final class ScaleSuite {
    private final Settings settings;
    private final Cluster cluster;
    private final PairedRun run;
    private final Subject subject;
    private final List<Scale> scales = new ArrayList<>();

    ScaleSuite(Settings settings, Cluster cluster, PairedRun run, Subject subject) {
        this.settings = settings;
        this.cluster = cluster;
        this.run = run;
        this.subject = subject;
    }

    List<Scale> run() throws IOException, InterruptedException {
        for (int count : BenchmarkRealm.REDIRECT_URIS) {
            measure(
                    "redirect-uris",
                    count,
                    host -> connection -> Operations.loginPage(host.realm(), connection, count));
        }
        add(
                "redirect-uris",
                "authorization request of a client with so many redirect URIs",
                BenchmarkRealm.REDIRECT_URIS);
        for (int count : BenchmarkRealm.ROLES) {
            measure(
                    "roles",
                    count,
                    host -> connection -> Operations.token(host.realm(), connection, "worker-" + count));
        }
        add("roles", "API token of a subject with so many roles", BenchmarkRealm.ROLES);
        run.run(
                "role-by-nested-group",
                host -> connection -> Operations.token(host.realm(), connection, "worker-group"));
        realms();
        logs();
        return scales;
    }

    private void realms() throws IOException, InterruptedException {
        int before = 0;
        for (int size : settings.realmSizes()) {
            for (Host host : run.hosts()) {
                cluster.sql(host.database(), Filling.clients(host.realm().name(), before, size));
            }
            before = size;
            measure("clients", size, host -> connection -> Operations.token(host.realm(), connection, "worker"));
            measure("clients-page", size, host -> connection -> Operations.loginPage(host.realm(), connection, 1));
        }
        add("clients", "API token in a realm with so many clients", settings.realmSizes());
        add("clients-page", "authorization request in a realm with so many clients", settings.realmSizes());
    }

    private void logs() throws IOException, InterruptedException {
        long before = 0;
        for (int size : settings.logSizes()) {
            if (size > before) {
                for (Host host : run.hosts()) {
                    if (host.subject() != Subject.STOCK) {
                        cluster.sql(host.database(), Filling.log(before, size));
                    }
                }
                before = size;
            }
            measure(
                    "log",
                    size,
                    host -> connection ->
                            Operations.failedLogin(host.realm().cheap(), connection, BenchmarkRealm.USER));
        }
        add("log", "failed login with so many entries in the log", settings.logSizes());
    }

    private void measure(String id, int size, Function<Host, Operation.Opener> operation)
            throws IOException, InterruptedException {
        run.run(Scale.scenario(id, size), operation);
    }

    private void add(String id, String title, List<Integer> sizes) {
        scales.add(new Scale(id, title, sizes, subject));
    }
}

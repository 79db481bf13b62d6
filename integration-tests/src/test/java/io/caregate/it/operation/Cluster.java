package io.caregate.it.operation;

import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Postgres;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes on one PostgreSQL behind a {@link FrontDoor}, in production mode. They find each other through the database
 * (jdbc-ping). Each keeps its data folder when it is started again.
 */
final class Cluster implements AutoCloseable {
    static final int NODES = 2;

    /** Two nodes share the machine, and the first one makes all tables. */
    private static final Duration START = Duration.ofMinutes(8);

    /** A folder with the JARs of the previous version. */
    private static final @Nullable String PREVIOUS = System.getProperty("caregate.previous.providers");

    private final Postgres postgres = Postgres.withKeycloak();
    private final FrontDoor door = new FrontDoor();
    private final Path data;
    private final @Nullable KeycloakServer[] nodes = new KeycloakServer[NODES];

    Cluster(Path data) {
        this.data = data;
    }

    /** The folder with the JARs of the previous version, if the build was given one. */
    static Optional<Path> previous() {
        return Optional.ofNullable(PREVIOUS).filter(folder -> !folder.isBlank()).map(Path::of);
    }

    /**
     * Starts the nodes that are not running, with the JARs of the previous version or, without them, with those of this
     * one.
     */
    void startPrevious() {
        for (int node = 0; node < NODES; node++) {
            start(node, previous());
        }
    }

    /** Starts the nodes that are not running, with the JARs of this version. */
    void start() {
        for (int node = 0; node < NODES; node++) {
            if (!isRunning(node)) {
                start(node);
            }
        }
    }

    /** Starts a node with the JARs of this version. */
    void start(int node) {
        start(node, Optional.empty());
    }

    private void start(int node, Optional<Path> jars) {
        ServerBuilder builder = postgres.server()
                .data(data.resolve("node-" + node))
                .timeout(START)
                .option("--cache=ispn")
                .option("--cache-embedded-network-bind-address=127.0.0.1")
                .option("--hostname=" + url())
                .option("--shutdown-delay=3s")
                .option("--shutdown-timeout=10s")
                .option("--spi-events-listener--caregate-audit--node-name=node-" + node)
                .option("--spi-client-policy-manager--caregate--report-only=pkce-s256");
        jars.ifPresent(folder -> {
            builder.withoutPack();
            jars(folder).forEach(builder::provider);
        });
        KeycloakServer before = nodes[node];
        if (before != null) {
            door.remove(before);
        }
        KeycloakServer started = builder.start();
        nodes[node] = started;
        door.add(started);
    }

    private static List<Path> jars(Path folder) {
        try (var files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new IllegalArgumentException("No JARs in " + folder);
            }
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Shuts a node down in an orderly way: it reports that it is not ready, answers the requests that still come, and
     * ends.
     */
    void stop(int node) {
        server(node).close();
    }

    /** Ends a node as a power failure would. */
    void kill(int node) {
        KeycloakServer server = server(node);
        server.kill9();
        server.close();
    }

    boolean isRunning(int node) {
        KeycloakServer server = nodes[node];
        return server != null && server.isRunning();
    }

    KeycloakServer server(int node) {
        KeycloakServer server = nodes[node];
        if (server == null) {
            throw new IllegalStateException("Node " + node + " was never started");
        }
        return server;
    }

    /** One node, without the front door. */
    Keycloak node(int node) {
        return new Keycloak(server(node));
    }

    /** Both nodes, through the front door. */
    Keycloak world() {
        return new Keycloak(server(isRunning(0) ? 0 : 1), url());
    }

    private URI url() {
        return door.url().resolve(Postgres.KEYCLOAK_PATH);
    }

    Postgres postgres() {
        return postgres;
    }

    /** The folder for entries that a node could not store in time. */
    Path spills(int node) {
        return data.resolve("node-" + node).resolve("caregate-audit");
    }

    @Override
    public void close() {
        for (KeycloakServer node : nodes) {
            if (node != null) {
                // An orderly end would pause for the front door.
                node.kill9();
                node.close();
            }
        }
        door.close();
        postgres.close();
    }
}

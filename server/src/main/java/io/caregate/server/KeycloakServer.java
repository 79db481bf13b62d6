package io.caregate.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A running stock Keycloak, by default with the pack. {@link ServerBuilder#start()} returns when it is ready to serve.
 * It listens on the loopback address only, until it is stopped. It ends with this process at the latest.
 *
 * <pre>{@code
 * try (var server = KeycloakServer.in(serverTarget).option("--log-level=INFO,io.caregate:debug").start()) {
 *     server.url(); // http://127.0.0.1:41234
 * }
 * }</pre>
 */
public final class KeycloakServer implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration FOLLOW = Duration.ofMillis(300);

    private final ServerProcess process;
    private final BootstrapAdmin admin;
    private final URI url;
    private final URI managementUrl;
    private final Path instance;
    private final Path log;
    private final Consumer<String> progress;
    private final Thread stopWithThisProcess;
    private volatile boolean stopping;

    KeycloakServer(
            ServerProcess process,
            BootstrapAdmin admin,
            URI url,
            URI managementUrl,
            Path instance,
            Path log,
            Consumer<String> progress) {
        this.process = process;
        this.admin = admin;
        this.url = url;
        this.managementUrl = managementUrl;
        this.instance = instance;
        this.log = log;
        this.progress = progress;
        this.stopWithThisProcess = new Thread(this::endProcess, "stop-keycloak");
        Runtime.getRuntime().addShutdownHook(stopWithThisProcess);
    }

    /**
     * A server from the build's output in the target folder of the module {@code server}: the distribution, the
     * provider JARs, and the built copies.
     */
    public static ServerBuilder in(Path serverTarget) {
        return new ServerBuilder(serverTarget.toAbsolutePath().normalize());
    }

    /** Keycloak's address, with its relative path and without a slash at the end. */
    public URI url() {
        return url;
    }

    /** The address of health and metrics, without a slash at the end. */
    public URI managementUrl() {
        return managementUrl;
    }

    /** The administrators of the realm {@code master}. */
    public BootstrapAdmin admin() {
        return admin;
    }

    /** The process id of Keycloak's Java. */
    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Keycloak's output so far. */
    public String log() {
        return LogTail.textOf(log);
    }

    public Path logFile() {
        return log;
    }

    /**
     * Passes on each line that is logged from now on, until Keycloak ends.
     *
     * @return true if it ended because it was asked to
     */
    public boolean follow(Consumer<String> lines) throws InterruptedException {
        var tail = LogTail.fromEndOf(log);
        while (!process.awaitExit(FOLLOW)) {
            tail.newLines().forEach(lines);
        }
        tail.newLines().forEach(lines);
        return stopping;
    }

    /** Stops Keycloak gracefully and waits for it; does nothing if it has ended. Its data stay. */
    public void stop() {
        endProcess();
        forgetHook();
    }

    /** Ends Keycloak as a power failure would ({@code kill -9}) and waits until it is gone. Its data stay. */
    public void kill9() {
        stopping = true;
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forgetHook();
    }

    /**
     * {@link #stop() Stops}, and deletes the installation with its data, unless these are in a folder given by the
     * caller.
     */
    @Override
    public void close() {
        stop();
        try {
            DistributionCache.delete(instance);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void endProcess() {
        stopping = true;
        boolean running = process.isAlive();
        try {
            process.stop(STOP_GRACE, () -> {
                if (running) {
                    progress.accept("Stopping Keycloak …");
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithThisProcess);
        } catch (IllegalStateException shuttingDown) {
            // The shutdown hook is running: there is no hook to remove.
            return;
        }
    }

    /** Waits until it serves. Call this directly after the constructor. */
    void awaitReady(Duration timeout) throws InterruptedException {
        var client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        var request = HttpRequest.newBuilder(URI.create(managementUrl + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isReady(client, request)) {
            if (process.awaitExit(POLL)) {
                throw new ServerStartException("Keycloak ended with " + process.exitCode(), log());
            }
            if (System.nanoTime() > deadline) {
                throw new ServerStartException("Keycloak was not ready after " + timeout, log());
            }
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}

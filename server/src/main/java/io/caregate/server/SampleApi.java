package io.caregate.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The sample API in a separate process, on the loopback address, next to a Keycloak whose tokens it accepts. It ends
 * with this process at the latest, even if this process is killed.
 */
public final class SampleApi implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final Process process;
    private final URI url;
    private final Path log;
    private final Thread stopWithThisProcess = new Thread(this::end, "stop-sample-api");

    private SampleApi(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(stopWithThisProcess);
    }

    /**
     * Starts it on a free port and waits until it serves. The realm does not have to exist yet.
     *
     * @param serverTarget the target folder of the module {@code server}, where the build has put the JAR
     * @param issuer the realm's address, as it is in tokens
     * @param settings more arguments, such as {@code --caregate.api.clock-skew=0s}
     * @throws ServerStartException if it ends by itself or does not serve in time; nothing is left running then
     */
    public static SampleApi start(Path serverTarget, URI issuer, String... settings) {
        return start(serverTarget, FreePorts.pick().first(), issuer, settings);
    }

    static SampleApi start(Path serverTarget, int port, URI issuer, String... settings) {
        Path folder = serverTarget.toAbsolutePath().normalize();
        // Process id and port, as Keycloak's logs have process id and number: StaleInstances keeps the last few.
        Path log = folder.resolve("logs").resolve(ProcessHandle.current().pid() + "-api-" + port + ".log");
        try {
            Files.createDirectories(log.resolveSibling("."));
            var api = new SampleApi(launch(folder, port, issuer, settings, log), at(port), log);
            boolean ready = false;
            try {
                api.awaitReady();
                ready = true;
                return api;
            } finally {
                if (!ready) {
                    api.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while the sample API started", LogTail.textOf(log));
        }
    }

    private static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static Process launch(Path folder, int port, URI issuer, String[] settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                folder.resolve("sample-api").resolve("caregate-sample-api.jar").toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--caregate.api.issuer=" + issuer));
        command.addAll(Arrays.asList(settings));
        var builder = new ProcessBuilder(ParentWatch.around(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // A developer's settings for another server must not affect this one.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("CAREGATE_API")
                        || name.startsWith("SERVER_")
                        || name.startsWith("SPRING_")
                        || name.equals("JAVA_TOOL_OPTIONS"));
        return builder.start();
    }

    /** Its address, without a slash at the end; FHIR is at {@code /fhir}. */
    public URI url() {
        return url;
    }

    /** Its output so far. */
    public String log() {
        return LogTail.textOf(log);
    }

    /** Stops it and waits for it to end. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithThisProcess);
        } catch (IllegalStateException shuttingDown) {
            // The shutdown hook is running: there is no hook to remove.
            return;
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws InterruptedException {
        var client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        var request = HttpRequest.newBuilder(URI.create(url + "/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady(client, request)) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ServerStartException("The sample API ended with " + process.exitValue(), log());
            }
            if (System.nanoTime() > deadline) {
                throw new ServerStartException("The sample API did not serve after " + READY_WITHIN, log());
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

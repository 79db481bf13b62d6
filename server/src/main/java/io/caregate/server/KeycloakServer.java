package io.caregate.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running stock Keycloak, by default with the pack. {@link Builder#start()} returns when it is ready to serve; until
 * it is stopped it listens on the loopback address only. It is ended with this process at the latest.
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
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ServerProcess process;
    private final BootstrapAdmin admin;
    private final URI url;
    private final URI managementUrl;
    private final Path instance;
    private final Path log;
    private final Thread stopWithThisProcess;

    private KeycloakServer(
            ServerProcess process, BootstrapAdmin admin, URI url, URI managementUrl, Path instance, Path log) {
        this.process = process;
        this.admin = admin;
        this.url = url;
        this.managementUrl = managementUrl;
        this.instance = instance;
        this.log = log;
        this.stopWithThisProcess = new Thread(this::endProcess, "stop-keycloak");
        Runtime.getRuntime().addShutdownHook(stopWithThisProcess);
    }

    /**
     * A server made from what the build has left in the target folder of the module {@code server}: the distribution,
     * the provider JARs, and the built copies.
     */
    public static Builder in(Path serverTarget) {
        return new Builder(serverTarget.toAbsolutePath().normalize());
    }

    /** Where Keycloak serves, with its relative path and without a slash at the end. */
    public URI url() {
        return url;
    }

    /** Where health and metrics are, without a slash at the end. */
    public URI managementUrl() {
        return managementUrl;
    }

    /** Whoever administers the realm {@code master}. */
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

    /** What Keycloak has printed so far. */
    public String log() {
        return read(log);
    }

    public Path logFile() {
        return log;
    }

    /** Waits until Keycloak ends by itself or by {@link #stop()}. */
    public void awaitEnd() throws InterruptedException {
        process.awaitExit();
    }

    /** Ends Keycloak in good order and waits for it; does nothing if it has ended. Its data stay. */
    public void stop() {
        endProcess();
        forgetHook();
    }

    /** Ends Keycloak as a power cut would ({@code kill -9}) and waits until it is gone. Its data stay. */
    public void kill9() {
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forgetHook();
    }

    /** {@link #stop() Stops}, and deletes the installation with its data, unless these are in a folder given by the caller. */
    @Override
    public void close() {
        stop();
        try {
            BuiltCopies.delete(instance);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void endProcess() {
        try {
            process.stop(STOP_GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithThisProcess);
        } catch (IllegalStateException shuttingDown) {
            // The hook is at work: nothing to forget.
            return;
        }
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Duration timeout) throws InterruptedException {
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

    /** What kind of server to start. A builder can start several, one after the other or side by side. */
    public static final class Builder {
        private final Path serverTarget;
        private final ServerOptions options = new ServerOptions();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<Path> realms = new ArrayList<>();
        private final List<Path> providers = new ArrayList<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private boolean pack = true;
        private boolean devMode;
        private boolean optimizingCompiler;
        private int port;
        private Duration timeout = Duration.ofMinutes(3);
        private String version = System.getProperty("keycloak.version", "");
        private Consumer<String> progress = line -> {};
        private @Nullable Path data;
        private @Nullable BootstrapAdmin admin;

        private Builder(Path serverTarget) {
            this.serverTarget = serverTarget;
        }

        /**
         * The version of Keycloak, out of those in {@code distribution/}; by default the system property
         * {@code keycloak.version}, and without that the only one there.
         */
        public Builder version(String version) {
            this.version = version;
            return this;
        }

        /** Leaves the pack out: Keycloak as it is, with whatever {@link #provider(Path)} names. */
        public Builder withoutPack() {
            this.pack = false;
            return this;
        }

        /** One more provider JAR. */
        public Builder provider(Path jar) {
            this.providers.add(jar);
            return this;
        }

        /** A Keycloak option, as an operator types it: {@code --key=value}. The last one of a key wins. */
        public Builder option(String option) {
            this.options.set(option);
            return this;
        }

        /** An environment variable of Keycloak, for example one that a realm file refers to. */
        public Builder environment(String name, String value) {
            this.environment.put(name, value);
            return this;
        }

        /** A PostgreSQL database in place of the embedded H2 in the data folder. */
        public Builder postgres(String jdbcUrl, String user, String password) {
            this.options.set("--db=postgres");
            this.environment.put("KC_DB_URL", jdbcUrl);
            this.environment.put("KC_DB_USERNAME", user);
            this.environment.put("KC_DB_PASSWORD", password);
            return this;
        }

        /**
         * The data folder, kept when the server is closed, so that another server can be started over it: the same H2
         * database, the same administrators. Without it a server has a folder of its own, and starts empty.
         */
        public Builder data(Path folder) {
            this.data = folder;
            return this;
        }

        /** The administrators of an empty database; by default random ones, kept in the data folder. */
        public Builder admin(BootstrapAdmin admin) {
            this.admin = admin;
            return this;
        }

        /** A realm file, imported at start unless the database has a realm of that name. */
        public Builder realm(Path json) {
            this.realms.add(json);
            return this;
        }

        /** The port to serve at; by default a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Lets a debugger attach at this port of the loopback address. */
        public Builder debugPort(int port) {
            this.jvmOptions.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port);
            return this;
        }

        /** An option of Keycloak's JVM. */
        public Builder jvmOption(String option) {
            this.jvmOptions.add(option);
            return this;
        }

        /** {@code start-dev} in place of {@code build} and {@code start --optimized}: builds anew at each start. */
        public Builder devMode() {
            this.devMode = true;
            return this;
        }

        /**
         * Compiles as a production server does. Without it only the quick compiler is used: a test server starts a
         * fifth sooner and is never hot enough to gain from the other. For benchmarks.
         */
        public Builder optimizingCompiler() {
            this.optimizingCompiler = true;
            return this;
        }

        /** How long the server may take until it is ready; 3 minutes by default. */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** Who is told what takes its time. */
        public Builder progress(Consumer<String> progress) {
            this.progress = progress;
            return this;
        }

        /**
         * Starts a server and waits until it is ready.
         *
         * @throws ServerStartException if it cannot be built, ends by itself or is not ready in time; nothing is left
         *     running then
         */
        public KeycloakServer start() {
            String name = ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
            Path instance = serverTarget.resolve("instances").resolve(name);
            Path log = serverTarget.resolve("logs").resolve(name + ".log");
            try {
                Files.createDirectories(log.resolveSibling("."));
                Files.deleteIfExists(log);
                return start(instance, log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerStartException("Interrupted while Keycloak started", read(log));
            }
        }

        private KeycloakServer start(Path instance, Path log) throws IOException, InterruptedException {
            var effective = withDefaults();
            BuiltCopies.delete(instance);
            new BuiltCopies(serverTarget.resolve("keycloak"), progress)
                    .clone(instance, distribution(), providers(), effective.buildTime());
            Path ownData = dataOf(instance);
            var effectiveAdmin = admin != null ? admin : BootstrapAdmin.keptIn(ownData);
            importRealms(ownData);

            progress.accept("Starting Keycloak …");
            var process = ServerProcess.launch(instance, arguments(effective), environment(effectiveAdmin), log);
            String path = path(effective.get("http-relative-path", "/"));
            var server = new KeycloakServer(
                    process,
                    effectiveAdmin,
                    URI.create("http://127.0.0.1:" + effective.get("http-port", "") + path),
                    URI.create("http://127.0.0.1:" + effective.get("http-management-port", "")
                            + path(effective.get("http-management-relative-path", path))),
                    instance,
                    log);
            boolean ready = false;
            try {
                server.awaitReady(timeout);
                ready = true;
                return server;
            } finally {
                if (!ready) {
                    server.close();
                }
            }
        }

        private ServerOptions withDefaults() {
            var ports = FreePorts.pick();
            var effective = options.copy();
            effective.setDefault("db", "dev-file");
            effective.setDefault("health-enabled", "true");
            effective.setDefault("metrics-enabled", "true");
            effective.setDefault("http-enabled", "true");
            effective.setDefault("hostname-strict", "false");
            effective.setDefault("http-host", "127.0.0.1");
            effective.setDefault("http-port", String.valueOf(port == 0 ? ports.first() : port));
            effective.setDefault("http-management-host", "127.0.0.1");
            effective.setDefault("http-management-port", String.valueOf(ports.second()));
            // One node: without it Keycloak looks for others in its database.
            effective.setDefault("cache", "local");
            return effective;
        }

        private List<String> arguments(ServerOptions effective) {
            var arguments = new ArrayList<String>();
            if (devMode) {
                arguments.add("start-dev");
                arguments.addAll(effective.all());
            } else {
                arguments.add("start");
                arguments.add("--optimized");
                arguments.addAll(effective.runTime());
            }
            if (!realms.isEmpty()) {
                arguments.add("--import-realm");
            }
            return arguments;
        }

        private Map<String, String> environment(BootstrapAdmin effectiveAdmin) {
            var effective = new LinkedHashMap<>(environment);
            effective.putAll(effectiveAdmin.environment());
            var jvm = new ArrayList<>(jvmOptions);
            if (!optimizingCompiler) {
                jvm.add("-XX:TieredStopAtLevel=1");
            }
            effective.put("JAVA_OPTS_APPEND", String.join(" ", jvm));
            return effective;
        }

        private Path dataOf(Path instance) throws IOException {
            Path own = instance.resolve("data");
            if (data == null) {
                return Files.createDirectories(own);
            }
            Path given = Files.createDirectories(data.toAbsolutePath());
            Files.createSymbolicLink(own, given);
            return given;
        }

        private void importRealms(Path data) throws IOException {
            Path folder = data.resolve("import");
            BuiltCopies.delete(folder);
            if (realms.isEmpty()) {
                return;
            }
            Files.createDirectories(folder);
            for (Path realm : realms) {
                Files.copy(realm, folder.resolve(realm.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }

        private List<Path> providers() throws IOException {
            var all = new ArrayList<>(providers);
            if (pack) {
                try (var jars = Files.list(serverTarget.resolve("providers"))) {
                    jars.filter(jar -> jar.toString().endsWith(".jar")).forEach(all::add);
                }
            }
            return all;
        }

        private Path distribution() throws IOException {
            Path folder = serverTarget.resolve("distribution");
            if (!version.isEmpty()) {
                return folder.resolve("keycloak-quarkus-dist-" + version + ".zip");
            }
            try (var zips = Files.list(folder)) {
                var all = zips.filter(zip -> zip.toString().endsWith(".zip")).toList();
                if (all.size() != 1) {
                    throw new IllegalStateException("Set keycloak.version: there is not one distribution but " + all);
                }
                return all.get(0);
            }
        }

        private static String path(String relative) {
            String inside = relative.replaceAll("^/|/$", "");
            return inside.isEmpty() ? "" : "/" + inside;
        }
    }
}

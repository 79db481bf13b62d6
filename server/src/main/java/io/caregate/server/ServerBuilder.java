package io.caregate.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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

/** Describes the server to start. A builder can start several, one after the other or in parallel. */
public final class ServerBuilder {
    /**
     * Options of a Java process that lives for minutes: the quick compiler alone, and no bytecode verification, since
     * all bytecode comes from Keycloak's distribution and this build. Saves half of the processor time of a build, and
     * a third of a start.
     */
    public static final String QUICK_JAVA =
            "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path serverTarget;
    private final ServerOptions options = new ServerOptions();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Path> realms = new ArrayList<>();
    private final List<Path> providers = new ArrayList<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private boolean pack = true;
    private boolean devMode;
    private boolean optimizingCompiler;
    private boolean bootstrapped;
    private int port;
    private Duration timeout = Duration.ofMinutes(3);
    private String version = System.getProperty("keycloak.version", "");
    private Consumer<String> progress = line -> {};
    private @Nullable Path data;
    private @Nullable BootstrapAdmin admin;

    ServerBuilder(Path serverTarget) {
        this.serverTarget = serverTarget;
    }

    /**
     * The version of Keycloak, from those in {@code distribution/}; by default the system property {@code
     * keycloak.version}, and without that the only one there.
     */
    public ServerBuilder version(String version) {
        this.version = version;
        return this;
    }

    /** Leaves the pack out: Keycloak as it is, plus the JARs that {@link #provider(Path)} names. */
    public ServerBuilder withoutPack() {
        this.pack = false;
        return this;
    }

    /** One more provider JAR. */
    public ServerBuilder provider(Path jar) {
        this.providers.add(jar);
        return this;
    }

    /** A Keycloak option as an operator types it: {@code --key=value}. The last one for a key wins. */
    public ServerBuilder option(String option) {
        this.options.set(option);
        return this;
    }

    /** An environment variable of Keycloak, for example one that a realm file refers to. */
    public ServerBuilder environment(String name, String value) {
        this.environment.put(name, value);
        return this;
    }

    /** A PostgreSQL database instead of the embedded H2 in the data folder. */
    public ServerBuilder postgres(String jdbcUrl, String user, String password) {
        return database("postgres", jdbcUrl, user, password);
    }

    /** A database of this vendor, as Keycloak's option {@code db} names it. */
    public ServerBuilder database(String vendor, String jdbcUrl, String user, String password) {
        this.options.set("--db=" + vendor);
        this.environment.put("KC_DB_URL", jdbcUrl);
        this.environment.put("KC_DB_USERNAME", user);
        this.environment.put("KC_DB_PASSWORD", password);
        return this;
    }

    /**
     * The data folder, which is kept when the server is closed, so that another server can start on it: the same H2
     * database, the same administrators. Without it, a server has its own folder, and starts empty.
     */
    public ServerBuilder data(Path folder) {
        this.data = folder;
        return this;
    }

    /**
     * Starts with a database in which a stock Keycloak has started once, instead of an empty one: creating it is half
     * of a first start. This has no effect for a server with non-default administrators, on existing data, or on a
     * database other than H2.
     */
    public ServerBuilder bootstrapped() {
        this.bootstrapped = true;
        return this;
    }

    /** The administrators of an empty database; by default random ones, kept in the data folder. */
    public ServerBuilder admin(BootstrapAdmin admin) {
        this.admin = admin;
        return this;
    }

    /** A realm file, imported at start unless the database already has a realm with that name. */
    public ServerBuilder realm(Path json) {
        this.realms.add(json);
        return this;
    }

    /** The port to serve at; by default a free one. */
    public ServerBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** Lets a debugger attach at this port of the loopback address. */
    public ServerBuilder debugPort(int port) {
        this.jvmOptions.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port);
        return this;
    }

    /** An option of Keycloak's JVM. */
    public ServerBuilder jvmOption(String option) {
        this.jvmOptions.add(option);
        return this;
    }

    /** {@code start-dev} instead of {@code build} and {@code start --optimized}: builds again at each start. */
    public ServerBuilder devMode() {
        this.devMode = true;
        return this;
    }

    /**
     * Compiles and verifies bytecode as a production server does. Without it, only the quick compiler is used: a test
     * server starts a third faster and never runs long enough to gain from the optimizing one. For benchmarks.
     */
    public ServerBuilder optimizingCompiler() {
        this.optimizingCompiler = true;
        return this;
    }

    /** The longest time that the server may take until it is ready; 3 minutes by default. */
    public ServerBuilder timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    /** The listener that is told about slow steps. */
    public ServerBuilder progress(Consumer<String> progress) {
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
            new StaleInstances(serverTarget).remove();
            Files.createDirectories(log.resolveSibling("."));
            Files.deleteIfExists(log);
            return start(instance, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while Keycloak started", LogTail.textOf(log));
        }
    }

    private KeycloakServer start(Path instance, Path log) throws IOException, InterruptedException {
        var effective = withDefaults();
        DistributionCache.delete(instance);
        new DistributionCache(serverTarget.resolve("keycloak"), progress)
                .clone(instance, distribution(), providers(), effective.buildTime());
        Path ownData = dataOf(instance);
        if (bootstrapped && admin == null && !devMode && effective.isOwnH2() && isEmpty(ownData)) {
            Path distribution = distribution();
            BootstrappedData.in(serverTarget)
                    .copyTo(ownData, distribution.getFileName().toString(), this::startOnce);
        }
        var effectiveAdmin = admin != null ? admin : BootstrapAdmin.keptIn(ownData);
        importRealms(ownData);

        progress.accept("Starting Keycloak …");
        var time = Stopwatch.start(
                serverTarget,
                "server start",
                effective.get("db", "") + (pack ? " with the pack" : " without the pack"));
        var process = ServerProcess.launch(instance, arguments(effective), environment(effectiveAdmin), log);
        String path = path(effective.get("http-relative-path", "/"));
        var server = new KeycloakServer(
                process,
                effectiveAdmin,
                URI.create("http://127.0.0.1:" + effective.get("http-port", "") + path),
                URI.create("http://127.0.0.1:" + effective.get("http-management-port", "")
                        + path(effective.get("http-management-relative-path", path))),
                instance,
                log,
                progress);
        boolean ready = false;
        try {
            server.awaitReady(timeout);
            ready = true;
            time.stop();
            return server;
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private void startOnce(Path emptyFolder) {
        progress.accept("Starting a stock Keycloak over an empty database (once) …");
        new ServerBuilder(serverTarget)
                .version(version)
                .withoutPack()
                .data(emptyFolder)
                .option("--metrics-enabled=true")
                .start()
                .close();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var content = Files.list(folder)) {
            return content.findAny().isEmpty();
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
        // No load balancer has to learn first that the server ends.
        effective.setDefault("shutdown-delay", "0s");
        // One node: otherwise Keycloak looks for others in its database.
        effective.setDefault("cache", "local");
        // It logs every readiness request.
        effective.setDefault("log-level-io.smallrye.health", "warn");
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
            jvm.add(QUICK_JAVA);
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
        DistributionCache.delete(folder);
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

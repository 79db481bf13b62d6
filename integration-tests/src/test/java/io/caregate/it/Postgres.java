package io.caregate.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.server.BootstrapAdmin;
import io.caregate.server.BootstrappedData;
import io.caregate.server.FreePorts;
import io.caregate.server.ServerBuilder;
import io.caregate.server.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of a test's own, from the programs that Debian's package installs, on a free port of the loopback
 * address and with its data in a folder of its own. A test is skipped where they are not installed. PostgreSQL does not
 * run as root; there it runs as the package's user {@code postgres}.
 */
public final class Postgres implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";
    private static final String PASSWORD = "password";
    private static final String DATA = "data";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Path programs;
    private final int port;
    private final String password;
    private final Map<String, String> environment;
    private final List<String> settings;
    private final @Nullable BootstrapAdmin admin;
    private Process process;

    private Postgres(Path programs, @Nullable Path copied, Map<String, String> environment, List<String> settings)
            throws IOException, InterruptedException {
        this.programs = programs;
        this.folder = Files.createTempDirectory("caregate-postgres");
        this.environment = environment;
        this.settings = settings;
        this.port = FreePorts.pick().first();
        Path passwordFile = folder.resolve(PASSWORD);
        if (copied == null) {
            this.admin = null;
            this.password = UUID.randomUUID().toString();
            Files.writeString(passwordFile, password);
        } else {
            this.admin = BootstrapAdmin.keptIn(copied);
            this.password = Files.readString(copied.resolve(PASSWORD));
            Command.run(List.of("cp", "-a", copied.resolve(DATA).toString(), folder.toString()));
        }
        if (isRoot()) {
            Command.run(List.of("chown", "-R", USER, folder.toString()));
        }
        if (copied == null) {
            Command.run(asPostgres(
                    "initdb",
                    "--pgdata=" + data(),
                    "--username=" + USER,
                    "--auth=scram-sha-256",
                    "--pwfile=" + passwordFile));
        }
        process = launch();
    }

    private Process launch() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-D",
                data().toString(),
                "-p",
                Integer.toString(port),
                "-k",
                folder.toString(),
                "-c",
                "listen_addresses=127.0.0.1"));
        settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        Process started = new ProcessBuilder(asPostgres("postgres", arguments.toArray(String[]::new)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        await().atMost(PATIENCE).until(this::isReady);
        return started;
    }

    /** Starts one with these settings ({@code name=value}), or skips the test. */
    public static Postgres start(String... settings) {
        return start(false, Map.of(), settings);
    }

    /**
     * One in which a stock Keycloak has started once, which is most of a server's first start; {@link #server()} knows
     * its administrators.
     */
    public static Postgres withKeycloak(String... settings) {
        return withKeycloak(Map.of(), settings);
    }

    /** The same, with variables of the environment. */
    public static Postgres withKeycloak(Map<String, String> environment, String... settings) {
        return start(true, environment, settings);
    }

    private static Postgres start(boolean keycloak, Map<String, String> environment, String... settings) {
        Optional<Path> programs = programs();
        assumeTrue(programs.isPresent(), "skipped: no PostgreSQL below " + INSTALLED + " (Debian package postgresql)");
        try {
            Path copied = keycloak ? bootstrapped(programs.orElseThrow()) : null;
            var time = Stopwatch.start(Folders.server(), "database start", "postgres");
            var postgres = new Postgres(programs.orElseThrow(), copied, environment, List.of(settings));
            time.stop();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path bootstrapped(Path programs) throws IOException {
        return BootstrappedData.in(Folders.server())
                .made(
                        "postgres-" + System.getProperty("keycloak.version", "any"),
                        folder -> bootstrap(programs, folder));
    }

    private static void bootstrap(Path programs, Path kept) throws IOException {
        try (var postgres = new Postgres(programs, null, Map.of(), List.of())) {
            postgres.server()
                    .withoutPack()
                    .admin(BootstrapAdmin.keptIn(kept))
                    .start()
                    .close();
            postgres.stop();
            Files.writeString(kept.resolve(PASSWORD), postgres.password);
            Command.run(List.of("cp", "-a", postgres.data().toString(), kept.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A server over this database. */
    public ServerBuilder server() {
        ServerBuilder server = SharedServer.builder().postgres(jdbcUrl(), user(), password());
        return admin == null ? server : server.admin(admin);
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Runs statements straight on the database, as its owner. */
    public void sql(String statements) {
        psql("--command=" + statements);
    }

    /** Runs a file of statements straight on the database, as its owner. */
    public void script(Path file) {
        psql("--file=" + file.toAbsolutePath());
    }

    private void psql(String what) {
        try {
            var psql = new ProcessBuilder(
                    programs.resolve("psql").toString(),
                    "--quiet",
                    "--set=ON_ERROR_STOP=1",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--username=" + USER,
                    what,
                    "postgres");
            psql.environment().put("PGPASSWORD", password);
            Command.run(psql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the server has printed. */
    public Path log() {
        return folder.resolve("log");
    }

    /** Ends every process of it at once, as a power cut would, but for what the operating system has in its cache. */
    public void kill9() {
        signal("KILL");
        awaitExit();
    }

    /** Holds every process of it; connections stay open and nothing answers. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** Ends it in good order, with its connections. */
    public void stop() {
        // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
        kill("INT", List.of(process.pid()));
        awaitExit();
    }

    /** Starts it again after {@link #kill9()} or {@link #stop()}, over the same data and at the same port. */
    public void restart() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        List<Long> family = new ArrayList<>(List.of(process.pid()));
        process.descendants().map(ProcessHandle::pid).forEach(family::add);
        kill(name, family);
    }

    private void awaitExit() {
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    private static void kill(String signal, List<Long> pids) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path data() {
        return folder.resolve(DATA);
    }

    private boolean isReady() throws IOException, InterruptedException {
        return new ProcessBuilder(
                                programs.resolve("pg_isready").toString(),
                                "-q",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port))
                        .start()
                        .waitFor()
                == 0;
    }

    private List<String> asPostgres(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        // Of the program alone: what is for it must not act on the command that gives up root for it.
        command.add("env");
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Command.run(List.of("rm", "-rf", folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

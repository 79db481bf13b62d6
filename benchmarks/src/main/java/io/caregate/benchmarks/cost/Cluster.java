package io.caregate.benchmarks.cost;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The benchmark's own PostgreSQL server, from the programs of Debian's package, with its default settings: it flushes
 * each commit. Each Keycloak has its own database in it.
 */
final class Cluster implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    static final String USER = "postgres";

    private final Path programs;
    private final Path folder;
    private final int port;
    private final String password = UUID.randomUUID().toString();

    Cluster() throws IOException, InterruptedException {
        programs = programs();
        folder = Files.createTempDirectory("caregate-benchmark");
        port = freePort();
        Path passwordFile = Files.writeString(folder.resolve("password"), password);
        if (isRoot()) {
            run(List.of("chown", "-R", USER, folder.toString()));
        }
        run(asPostgres(
                "initdb",
                "--pgdata=" + data(),
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile));
        control("start", "-o", "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1");
    }

    /** Makes an empty database, which replaces one with the same name. */
    void create(String database) throws IOException, InterruptedException {
        sql("postgres", "DROP DATABASE IF EXISTS \"" + database + "\" WITH (FORCE)");
        sql("postgres", "CREATE DATABASE \"" + database + "\"");
    }

    void sql(String database, String statements) throws IOException, InterruptedException {
        run(List.of(
                programs.resolve("psql").toString(),
                "--quiet",
                "--no-psqlrc",
                "--set=ON_ERROR_STOP=1",
                "--command=" + statements,
                "postgresql://" + USER + ":" + password + "@127.0.0.1:" + port + "/" + database));
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    String password() {
        return password;
    }

    @Override
    public void close() throws IOException {
        try {
            control("stop", "-m", "fast");
            run(List.of("rm", "-rf", folder.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void control(String action, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-w", "-s", "-D", data().toString(), "-l", folder.resolve("log").toString()));
        arguments.addAll(List.of(more));
        arguments.add(action);
        run(asPostgres("pg_ctl", arguments.toArray(String[]::new)));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private List<String> asPostgres(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path programs() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            throw new IOException("no PostgreSQL below " + INSTALLED + " (Debian package postgresql)");
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("no PostgreSQL below " + INSTALLED));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    // The output of a program goes to a file: a server that pg_ctl starts would keep a pipe open for ever.
    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("caregate-benchmark", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(command.get(0) + ": " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } finally {
            Files.delete(output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

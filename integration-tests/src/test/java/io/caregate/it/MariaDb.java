package io.caregate.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.server.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A MariaDB server from Debian's package, in a folder and on a port of its own, as the user that runs the test (root
 * included, which it is told to be). Where the package is not installed the test is skipped.
 */
final class MariaDb implements AutoCloseable {
    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final String USER = "keycloak";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = FreePorts.pick().first();
    private final String password = UUID.randomUUID().toString();
    private final Process process;

    private MariaDb() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("caregate-mariadb");
        Command.run(List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + folder.resolve("data")));
        Path init = Files.writeString(
                folder.resolve("init.sql"),
                "create database keycloak character set utf8mb4;\n"
                        + "create user '" + USER + "'@'127.0.0.1' identified by '" + password + "';\n"
                        + "grant all on keycloak.* to '" + USER + "'@'127.0.0.1';\n");
        process = new ProcessBuilder(
                        SERVER.toString(),
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + folder.resolve("data"),
                        "--socket=" + folder.resolve("socket"),
                        "--pid-file=" + folder.resolve("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--init-file=" + init)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().atMost(PATIENCE)
                .until(() -> Files.exists(folder.resolve("log"))
                        && Files.readString(folder.resolve("log")).contains("ready for connections"));
    }

    /** Starts one, or skips the test. */
    static MariaDb start() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SERVER), "skipped: no " + SERVER + " (Debian package mariadb-server)");
        return new MariaDb();
    }

    String jdbcUrl() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/keycloak";
    }

    String user() {
        return USER;
    }

    String password() {
        return password;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Command.run(List.of("rm", "-rf", folder.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
